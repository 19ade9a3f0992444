package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.filter.FolderRules;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.index.FolderProofs;
import dev.lockstep.index.Proof;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.march.Found;
import dev.lockstep.march.ListingFailedException;
import dev.lockstep.model.Action;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The march through one folder. */
final class FolderTask implements Task {
  private final March shared;
  private final FolderNode node;
  private final RunParts run;
  private final Excluding excluding;

  /** Tasks that came out of this one and wait until their folder shows. */
  private final Deque<Task> held = new ArrayDeque<>();

  /** Tasks that may be done. */
  private final Deque<Task> ready = new ArrayDeque<>();

  private @Nullable FolderMarch march;
  private @Nullable NewFolder fresh;
  private FolderProofs proofs = FolderProofs.NONE;
  private boolean hasAskedForProofs;
  private final boolean isDeep;
  private boolean ended;

  /** The march through a folder with all that it holds. */
  FolderTask(March shared, FolderNode node) {
    this(shared, node, true);
  }

  private FolderTask(March shared, FolderNode node, boolean isDeep) {
    this.shared = shared;
    this.node = node;
    this.run = shared.run();
    this.excluding = new Excluding(shared);
    this.isDeep = isDeep;
  }

  /** The march through a folder, but not through those in it that both sides are known to have. */
  static FolderTask ofListing(March shared, FolderNode node) {
    return new FolderTask(shared, node, false);
  }

  @Override
  public @Nullable Task advance(Workspace workspace) {
    shared.group().endIfOld(workspace);
    shared.checkpoints().passBy();
    if (!ended) {
      Task first = march(workspace);
      if (first != null) {
        return first;
      }
    }
    Task first = handOut();
    if (first == null) {
      shared.settling().release(node);
    }
    return first;
  }

  @Override
  public void drop() {
    node.abandon();
    shared.settling().release(node);
  }

  @Override
  public void abort() {
    held.clear();
    close();
  }

  /** Marches on; gives a task that has to be done first. */
  private @Nullable Task march(Workspace workspace) {
    try (Handles.Lease lease = open()) {
      FolderMarch names = march;
      if (names == null) {
        throw new IllegalStateException("a folder was opened without its march");
      }
      FolderPair folder = lease.folder();
      if (!hasAskedForProofs) {
        hasAskedForProofs = true;
        run.proofs().look(node, folder);
        proofs = run.proofs().of(node);
      }
      if (run.flushing().showsFoldersEmpty() && node.replica().isEmpty()) {
        commit();
      }
      for (Found found = names.next(folder.source(), folder.replica());
          found != null;
          found = names.next(folder.source(), folder.replica())) {
        run.cancellation().check();
        handle(found, folder, workspace);
        if (fresh != null) {
          fresh.countEntry();
          if (fresh.isDue()) {
            commit();
          }
        }
        Task first = handOut();
        if (first != null) {
          return first;
        }
        run.queue().turnstile().passBy();
      }
      proofs.end();
      commit();
    } catch (IgnoreFileException e) {
      fail("is left alone on both sides", e);
    } catch (ListingFailedException e) {
      fail(e.isOfSource() ? "cannot be listed" : "cannot be listed in the replica", e.failure());
    } catch (IOException e) {
      fail(node.isNew() ? "cannot be created" : "cannot be opened", e);
    }
    ended = true;
    close();
    return null;
  }

  private Handles.Lease open() throws IOException, ListingFailedException {
    if (march != null) {
      return shared.handles().open(node);
    }
    run.queue().turnstile().begin(node.path());
    return node.isNew() ? begin() : beginExisting();
  }

  private Handles.Lease beginExisting() throws IOException, ListingFailedException {
    Handles.Lease lease = shared.handles().open(node);
    try {
      if (shared.borders().excludeReplica(node)) {
        march = passBy(lease.folder());
        return lease;
      }
      march = list(lease.folder());
      run.tally().gauge().listed(march.listedInSource());
      tellUnspeakable(march);
      return lease;
    } catch (IOException | ListingFailedException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** Leaves a folder alone that is of another file system in the replica. */
  private FolderMarch passBy(FolderPair folder) throws IOException, ListingFailedException {
    node.abandon();
    run.tally().leftOut();
    if (!shared.borders().excludeSource(node)) {
      FolderRules here = run.filters().of(node, folder.source());
      try (var names = FolderMarch.beginNew(here, folder.source(), run.rules())) {
        Found found = names.next(folder.source(), folder.replica());
        while (found instanceof Found.LeftOut) {
          found = names.next(folder.source(), folder.replica());
        }
        if (found != null) {
          run.tally()
              .problem(
                  new Problem(
                      node.path(),
                      Problem.Cause.NOT_CARRIED,
                      "is on another file system in the replica, which is not entered; what the"
                          + " source has in it is not mirrored"));
        }
      }
    }
    return FolderMarch.ofNothing(run.rules());
  }

  private void narrow(ReplicaDirectory replica) {
    if (node.due().isEmpty() || node.replica().isEmpty()) {
      return;
    }
    try {
      run.applier().narrow(replica, node.source().metadata(), node.replica().get().metadata());
    } catch (IOException e) {
      // Harmless: settling the folder tries it again, and tells.
    }
  }

  /** Where the source's folder forbids the same, nothing in it can be looked at there either. */
  private void openUp(FolderPair folder) throws IOException {
    boolean hidesEntries =
        node.replica().map(Entry::metadata).filter(run.applier()::hidesEntries).isPresent();
    if (hidesEntries && node.due().isPresent()) {
      shared.pairs().prepare(node, folder);
    }
  }

  /** Lists both sides; a replica's folder that its owner may not list is opened up for it. */
  private FolderMarch list(FolderPair folder) throws IOException, ListingFailedException {
    if (shared.borders().excludeSource(node)) {
      narrow(folder.replica());
      run.tally().leftOut();
      shared.heldBack().doubt();
      return FolderMarch.ofNothing(run.rules());
    }
    // Before anything is changed: if they cannot be known, the folder is left alone.
    FolderRules here = run.filters().of(node, folder.source());
    narrow(folder.replica());
    try {
      openUp(folder);
      return FolderMarch.begin(here, folder.source(), folder.replica(), run.rules());
    } catch (ListingFailedException e) {
      if (e.isOfSource() || !(e.failure() instanceof AccessDeniedException)) {
        throw e;
      }
      shared.pairs().prepare(node, folder);
      return FolderMarch.begin(here, folder.source(), folder.replica(), run.rules());
    }
  }

  /** Begins a folder that the replica has not: its source is listed before anything is made. */
  private Handles.Lease begin() throws IOException, ListingFailedException {
    FolderNode parentNode = node.parent();
    if (parentNode == null) {
      throw new IllegalStateException("the replica's root is not there");
    }
    try (Handles.Lease parent = shared.handles().open(parentNode)) {
      SourceDirectory source = Handles.openSource(parent.folder(), node);
      try {
        march = listNew(source);
        run.tally().gauge().listed(march.listedInSource());
        tellUnspeakable(march);
        shared.pairs().prepare(parentNode, parent.folder());
        long since = run.flushing().failures();
        StagedDirectory staged =
            run.applier().stageFolder(parent.folder().replica(), node.source());
        fresh = new NewFolder(node, staged, run.clock(), since);
        node.stagedAs(staged.directory().id());
        run.proofs().folder(parentNode, node.source(), node.replicaId(), null);
        return shared.handles().adopt(node, new FolderPair(source, staged.directory()));
      } catch (IOException | ListingFailedException | RuntimeException e) {
        source.close();
        throw e;
      }
    }
  }

  private FolderMarch listNew(SourceDirectory source) throws IOException, ListingFailedException {
    if (shared.borders().excludeSource(node)) {
      run.tally().leftOut();
      return FolderMarch.ofNothing(run.rules());
    }
    return FolderMarch.beginNew(run.filters().of(node, source), source, run.rules());
  }

  private void handle(Found found, FolderPair folder, Workspace workspace) {
    if (found instanceof Found.Paired paired) {
      handle(paired.pair(), folder, workspace);
    } else {
      leaveOut(found);
    }
  }

  private void leaveOut(Found found) {
    shared.heldBack().doubt();
    switch (found) {
      case Found.LeftOut leftOut -> {
        proofs.find(leftOut.name());
        excluding.leaveOut();
      }
      case Found.Excluded(Entry replica) -> {
        proofs.find(replica.name());
        excluding.remove(node, replica);
      }
      case Found.InTheWay(Entry replica) -> {
        proofs.find(replica.name());
        excluding.keepInTheWay(node, replica);
      }
      case Found.Unseen unseen -> {
        proofs.find(unseen.name());
        run.tally()
            .problem(
                Failures.problem(
                    node.path().resolve(unseen.name()),
                    unseen.inSource()
                        ? "cannot be looked at"
                        : "cannot be looked at in the replica",
                    unseen.failure()));
      }
      case Found.InDoubt doubt -> {
        proofs.find(doubt.name());
        run.tally().problem(Vanishing.inDoubt(node.path().resolve(doubt.name())));
      }
      case Found.Paired paired ->
          throw new IllegalStateException("not to be passed by: " + paired.pair().name());
    }
  }

  private void handle(Pair pair, FolderPair folder, Workspace workspace) {
    Optional<Entry> source = pair.ofSource();
    if (source.isPresent()) {
      run.tally().entry();
    }
    if (pair.ofReplica().isPresent()) {
      run.tally().replicaEntry();
    }
    Proof proof = source.isPresent() ? proofs.find(pair.name()) : null;
    if (proof != null) {
      run.proofs().carry(node, pair.name(), proof);
    }
    if (source.isPresent()
        && source.get() instanceof Entry.File file
        && file.size() >= FileTask.WORTH_BYTES) {
      spawn(new FileTask(shared, node, pair, proof));
      return;
    }
    ActionSink sink = fresh == null ? run.tally() : fresh;
    // No lambda: see "For each file" in ARCHITECTURE.md.
    Optional<FolderNode> below = shared.pairs().handle(node, folder, pair, proof, sink, workspace);
    if (below.isPresent()) {
      enter(below.get(), proof);
    }
  }

  private void enter(FolderNode child, @Nullable Proof proof) {
    if (!child.isNew()) {
      run.proofs().folder(node, child.source(), child.replicaId(), proof);
    }
    if (isDeep || child.isNew() || proof == null) {
      spawn(new FolderTask(shared, child));
    } else {
      shared.settling().release(child);
    }
  }

  private void spawn(Task task) {
    (fresh == null ? ready : held).add(task);
  }

  /** Offers what may be done to other workers; gives the first that the queue has no room for. */
  private @Nullable Task handOut() {
    for (Task task = ready.poll(); task != null; task = ready.poll()) {
      if (!run.queue().offer(task)) {
        return task;
      }
    }
    return null;
  }

  private void commit() throws IOException {
    FolderNode parentNode = node.parent();
    if (fresh == null || parentNode == null) {
      return;
    }
    try (Handles.Lease parent = shared.handles().open(parentNode)) {
      fresh.commit(parent.folder().replica(), run);
    }
    fresh = null;
    ready.addAll(held);
    held.clear();
  }

  /** The folder cannot be gone on with; what is in it stays as it is, on both sides. */
  private void fail(String operation, IOException failure) {
    shared.heldBack().doubt();
    boolean hasShown = march != null && fresh == null;
    if (!hasShown) {
      node.abandon();
    }
    try {
      Optional<FolderNode> gone =
          failure instanceof NoSuchFileException
              ? Vanishing.gone(shared.handles(), node)
              : Optional.empty();
      if (gone.isPresent()) {
        vanished(gone.get(), gone.get() != node || hasShown);
        return;
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    run.tally().problem(Failures.problem(node.path(), operation, failure));
  }

  /** The source has a folder no more: what the replica had of it before goes. */
  private void vanished(FolderNode folder, boolean hasShown) throws IOException {
    FolderNode parent = folder.parent();
    if (parent == null || !folder.vanish()) {
      return;
    }
    if (folder.replica().isPresent()) {
      run.wishes().add(parent, folder.replica().get(), Action.Delete.Why.GONE);
    } else if (hasShown) {
      run.tally().problem(Vanishing.tooLate(folder.path()));
    }
  }

  private void close() {
    run.queue().turnstile().end(node.path());
    held.forEach(Task::drop);
    held.clear();
    try (FolderMarch _ = march) {
      if (fresh != null) {
        NewFolder unfinished = fresh;
        fresh = null;
        unfinished.discard();
      }
    } catch (IOException e) {
      run.tally()
          .problem(Failures.problem(node.path(), "what was staged for it cannot be removed", e));
    }
  }

  private void tellUnspeakable(FolderMarch names) {
    for (String shown : names.unspeakableInSource()) {
      tellUnspeakable(shown, "its name is no valid text, which this backend cannot mirror");
    }
    for (String shown : names.unspeakableInReplica()) {
      shared.heldBack().doubt();
      tellUnspeakable(
          shown,
          "its name in the replica is no valid text; this backend can neither compare nor delete"
              + " it");
    }
  }

  private void tellUnspeakable(String shown, String why) {
    RelativePath folder = node.path();
    String path = folder.isRoot() ? shown : folder + "/" + shown;
    run.tally().problem(new Problem(folder, Problem.Cause.NOT_CARRIED, path + ": " + why));
  }
}
