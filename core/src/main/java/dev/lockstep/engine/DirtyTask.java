package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.filter.Exclusion;
import dev.lockstep.filter.Judge;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.NameSink;
import dev.lockstep.index.FolderProofs;
import dev.lockstep.index.Proof;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.march.Found;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.StagedNames;
import dev.lockstep.watch.Depth;
import dev.lockstep.watch.Dirty;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Marches through what may have changed, and through nothing that is known to be unchanged: some
 * entries of a folder, all of them, or all that is below. What it comes by is dealt with as the
 * march through everything would.
 */
final class DirtyTask implements Task {
  private final March shared;
  private final RunParts run;
  private final Excluding excluding;
  private final FolderNode root;
  private final Deque<List<Dirty>> folders;
  private final Deque<Task> ready = new ArrayDeque<>();

  /** What is dealt with as a whole, so that it need not be looked at again, nor anything below. */
  private final Set<RelativePath> covered = new HashSet<>();

  /**
   * Makes the task.
   *
   * @param dirty in the order of their paths
   */
  DirtyTask(March shared, FolderNode root, List<Dirty> dirty) {
    this.shared = shared;
    this.run = shared.run();
    this.excluding = new Excluding(shared);
    this.root = root;
    this.folders = byFolder(dirty);
    if (!run.rules().filter().hasNoRules()) {
      // What is excluded is not come by, and may be one file of the replica with others.
      shared.heldBack().doubt();
    }
  }

  private static Deque<List<Dirty>> byFolder(List<Dirty> dirty) {
    Map<RelativePath, List<Dirty>> folders = new LinkedHashMap<>();
    for (Dirty each : dirty) {
      folders.computeIfAbsent(each.folder(), _ -> new ArrayList<>()).add(each);
    }
    return new ArrayDeque<>(folders.values());
  }

  @Override
  public @Nullable Task advance(Workspace workspace) {
    while (true) {
      for (Task task = ready.poll(); task != null; task = ready.poll()) {
        if (!run.queue().offer(task)) {
          return task;
        }
      }
      List<Dirty> folder = folders.poll();
      if (folder == null) {
        shared.settling().release(root);
        return null;
      }
      run.cancellation().check();
      march(folder.getFirst().folder(), folder, workspace);
    }
  }

  @Override
  public void drop() {
    shared.settling().release(root);
  }

  @Override
  public void abort() {
    folders.clear();
  }

  /** Deals with what is dirty in one folder. */
  private void march(RelativePath folder, List<Dirty> dirty, Workspace workspace) {
    List<FolderNode> way = new ArrayList<>();
    try {
      FolderNode node = reach(folder, way, workspace);
      if (node != null) {
        march(node, dirty, workspace);
      }
    } catch (IgnoreFileException e) {
      // It is the lowest folder that was reached of which nobody knows what it is to keep.
      FolderNode unruled = way.isEmpty() ? root : way.getLast();
      shared.heldBack().doubt();
      unruled.abandon();
      covered.add(unruled.path());
      run.tally().problem(Failures.problem(unruled.path(), "is left alone on both sides", e));
    } catch (IOException e) {
      shared.heldBack().doubt();
      run.tally().problem(Failures.problem(folder, "cannot be reached", e));
    }
    for (FolderNode node : way.reversed()) {
      shared.settling().release(node);
    }
  }

  private void march(FolderNode node, List<Dirty> dirty, Workspace workspace) throws IOException {
    if (dirty.stream().anyMatch(each -> each.depth() == Depth.LISTING)) {
      node.hold();
      ready.add(FolderTask.ofListing(shared, node));
    }
    Map<Name, Depth> names = new TreeMap<>();
    for (Dirty each : dirty) {
      // The root's own entry is dealt with wherever the march begins.
      if (each.depth() != Depth.LISTING && !each.path().isRoot()) {
        names.merge(each.path().name(), each.depth(), Depth::and);
      }
    }
    if (!names.isEmpty()) {
      try (Handles.Lease lease = shared.handles().open(node)) {
        FolderPair pair = lease.folder();
        Judge judge = run.filters().of(node, pair.source()).judge();
        new Names(node, pair, judge, workspace).march(names);
      }
    }
  }

  /**
   * Goes down to a folder that both sides have; where one of them has not, deals with the entry
   * that it lacks there.
   *
   * @param way takes the nodes, each of which is to be released
   * @return null if nothing is left to be done there
   */
  private @Nullable FolderNode reach(RelativePath folder, List<FolderNode> way, Workspace workspace)
      throws IOException {
    if (covered.contains(root.path())) {
      return null;
    }
    FolderNode at = root;
    for (Name name : folder.names()) {
      RelativePath path = at.path().resolve(name);
      if (covered.contains(path)) {
        return null;
      }
      FolderNode below = step(at, name, path.depth() == folder.depth(), workspace);
      if (below == null) {
        return null;
      }
      way.add(below);
      at = below;
    }
    return at;
  }

  /** One step down; the folder that is meant is compared itself. */
  private @Nullable FolderNode step(FolderNode at, Name name, boolean isLast, Workspace workspace)
      throws IOException {
    try (Handles.Lease lease = shared.handles().open(at)) {
      FolderPair folder = lease.folder();
      Judge judge = run.filters().of(at, folder.source()).judge();
      if (!isLast
          && !judge.of(name).holdsFor(true)
          && FolderMarch.entry(folder.source(), name).orElse(null) instanceof Entry.Directory source
          && FolderMarch.entry(folder.replica(), name).orElse(null)
              instanceof Entry.Directory replica) {
        return entered(at.child(source, Optional.of(replica), Optional.empty()));
      }
      FolderNode below = new Names(at, folder, judge, workspace).march(name);
      return below == null ? null : entered(below);
    }
  }

  /** The node, unless it lies beyond the borders of the march. */
  private @Nullable FolderNode entered(FolderNode node) {
    if (shared.borders().excludeReplica(node)) {
      node.abandon();
    } else if (!shared.borders().excludeSource(node)) {
      return node;
    }
    shared.settling().release(node);
    return null;
  }

  /** Deals with names of one folder. */
  private final class Names {
    private final FolderNode node;
    private final FolderPair folder;
    private final Judge judge;
    private final Workspace workspace;
    private final FolderProofs proofs;
    private final Map<Name, Entry> gone = new TreeMap<>();

    Names(FolderNode node, FolderPair folder, Judge judge, Workspace workspace) {
      this.node = node;
      this.folder = folder;
      this.judge = judge;
      this.workspace = workspace;
      run.proofs().look(node, folder);
      this.proofs = run.proofs().some(node);
    }

    /** Deals with these; folders that both sides have are entered only where that is asked for. */
    void march(Map<Name, Depth> names) throws IOException {
      names.forEach(this::marchSafely);
      delete();
    }

    private void marchSafely(Name name, Depth depth) {
      RelativePath path = node.path().resolve(name);
      if (covered.contains(path)) {
        return;
      }
      try {
        FolderNode child = look(name, depth == Depth.TREE);
        if (child == null) {
          covered.add(path);
        } else {
          shared.settling().release(child);
        }
      } catch (IOException e) {
        shared.heldBack().doubt();
        run.tally().problem(Failures.problem(path, "cannot be looked at", e));
      }
    }

    /** Deals with one; gives the folder if both sides have it, which is to be released. */
    @Nullable FolderNode march(Name name) throws IOException {
      FolderNode child = look(name, false);
      if (child == null) {
        covered.add(node.path().resolve(name));
        delete();
      }
      return child;
    }

    private @Nullable FolderNode look(Name name, boolean isDeep) throws IOException {
      Exclusion exclusion = judge.of(name);
      boolean deletesExcluded = run.rules().filter().deletesExcluded();
      if (exclusion == Exclusion.ALWAYS || (exclusion == Exclusion.ALL && !deletesExcluded)) {
        excluding.leaveOut();
        return null;
      }
      // It does not matter what the source has of a name that is excluded.
      Optional<Entry> source =
          exclusion == Exclusion.ALL ? Optional.empty() : FolderMarch.entry(folder.source(), name);
      Optional<Entry> replica =
          FolderMarch.entry(folder.replica(), name)
              .filter(_ -> source.isPresent() || !StagedNames.matches(name));
      if (source.isEmpty() && exclusion != Exclusion.ALL) {
        run.proofs().gone(node, name);
      }
      if (source.isPresent()) {
        return march(Found.of(Pair.of(source.get(), replica), exclusion, deletesExcluded), isDeep);
      }
      return replica.isPresent()
          ? march(Found.of(new Pair.ReplicaOnly(replica.get()), exclusion, deletesExcluded), isDeep)
          : null;
    }

    private @Nullable FolderNode march(Found found, boolean isDeep) {
      switch (found) {
        case Found.Paired(Pair.ReplicaOnly(Entry replica)) -> gone.put(replica.name(), replica);
        case Found.Paired(Pair pair) -> {
          return march(pair, pair.ofSource().orElseThrow(), isDeep);
        }
        case Found.LeftOut _ -> excluding.leaveOut();
        case Found.Excluded(Entry replica) -> excluding.remove(node, replica);
        case Found.InTheWay(Entry replica) -> excluding.keepInTheWay(node, replica);
        case Found.Unseen _, Found.InDoubt _ ->
            throw new IllegalStateException("not to be had of two entries");
      }
      return null;
    }

    private @Nullable FolderNode march(Pair pair, Entry source, boolean isDeep) {
      Name name = source.name();
      Proof proof = proofs.find(name);
      if (source instanceof Entry.File file && file.size() >= FileTask.WORTH_BYTES) {
        ready.add(new FileTask(shared, node, pair, proof));
        return null;
      }
      Optional<FolderNode> child =
          shared.pairs().handle(node, folder, pair, proof, run.tally(), workspace);
      return child.isEmpty() ? null : enter(child.get(), proof, isDeep);
    }

    /** Has a folder marched through as a whole, if it has to be; gives it otherwise. */
    private @Nullable FolderNode enter(FolderNode child, @Nullable Proof proof, boolean isDeep) {
      if (!child.isNew()) {
        run.proofs().folder(node, child.source(), child.replicaId(), proof);
      }
      boolean isUnknown = proof == null && run.proofs().areKept();
      if (isDeep || isUnknown || child.isNew()) {
        ready.add(new FolderTask(shared, child));
        return null;
      }
      return child;
    }

    /** Has those deleted that the source lacks, after a listing of it that lacks them too. */
    private void delete() throws IOException {
      if (gone.isEmpty()) {
        return;
      }
      Set<Name> listed = listed();
      for (Map.Entry<Name, Entry> each : gone.entrySet()) {
        if (!listed.contains(each.getKey())) {
          Pair pair = new Pair.ReplicaOnly(each.getValue());
          shared.pairs().handle(node, folder, pair, null, run.tally(), workspace);
        } else if (folder.source().entry(each.getKey()).isEmpty()) {
          run.tally().problem(Vanishing.inDoubt(node.path().resolve(each.getKey())));
        }
      }
      gone.clear();
    }

    /** Which of those that were not found are listed. */
    private Set<Name> listed() throws IOException {
      Set<Name> listed = new HashSet<>();
      folder
          .source()
          .list(
              new NameSink() {
                @Override
                public void name(byte[] bytes, int offset, int length) {
                  Name name = Name.copyOf(bytes, offset, length);
                  if (gone.containsKey(name)) {
                    listed.add(name);
                  }
                }

                @Override
                public void unspeakable(String shown) {
                  // No name that was ever asked for.
                }
              });
      return listed;
    }
  }
}
