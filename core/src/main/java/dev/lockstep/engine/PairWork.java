package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.apply.PendingCommit;
import dev.lockstep.apply.Put;
import dev.lockstep.apply.Terms;
import dev.lockstep.apply.Timing;
import dev.lockstep.compare.Comparison;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.NoSpaceException;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Action;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import dev.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done about one pair: compare, plan, apply. For any thread. */
final class PairWork implements Pairs {
  private final RunParts run;
  private final Optional<HeldBack> heldBack;
  private final Optional<CommitGroup> group;
  private final Optional<Moving> moving;
  private final PairComparison comparison;

  private PairWork(
      RunParts run,
      Optional<HeldBack> heldBack,
      Optional<CommitGroup> group,
      Optional<Moving> moving) {
    this.run = run;
    this.heldBack = heldBack;
    this.group = group;
    this.moving = moving;
    this.comparison = new PairComparison(run);
  }

  /**
   * Deals with the pairs of a march.
   *
   * @param heldBack takes the pairs that are to wait until the march is over
   * @param group takes the files that are to wait for a flush
   * @param moving takes what may have been moved; empty: nothing waits for that
   */
  static PairWork ofMarch(
      RunParts run, HeldBack heldBack, CommitGroup group, Optional<Moving> moving) {
    return new PairWork(run, Optional.of(heldBack), Optional.of(group), moving);
  }

  /** Deals with pairs when the march is over, so that nothing waits any more. */
  static PairWork afterMarch(RunParts run) {
    return new PairWork(run, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Override
  public Optional<FolderNode> handle(
      FolderNode node,
      FolderPair folder,
      Pair pair,
      @Nullable Proof proof,
      ActionSink sink,
      Workspace workspace) {
    try (Gauge.Passage _ = run.tally().gauge().pass(node, pair, workspace)) {
      Known known = run.proofs().known(node, proof, pair);
      if (heldBack.isPresent() && heldBack.get().hold(node, pair, isProven(node, pair, known))) {
        return Optional.empty();
      }
      if (moving.isPresent() && moving.get().hold(node, pair, proof)) {
        return Optional.empty();
      }
      Optional<Comparison> compared =
          pair instanceof Pair.Both both
              ? comparison.compare(node, folder, both, known, workspace)
              : Optional.of(Comparison.EQUAL);
      if (compared.isEmpty()) {
        leave(node, pair);
        return Optional.empty();
      }
      if (heldBack.isPresent() && heldBack.get().hold(node, pair, compared.get())) {
        return Optional.empty();
      }
      if (moving.isPresent() && moving.get().hold(node, pair, known, compared.get())) {
        return Optional.empty();
      }
      Deed deed = new Deed(node, folder, pair, sink, known, compared.get());
      Outcome outcome = settle(deed, workspace);
      if (outcome.arrived().isEmpty()) {
        leave(node, pair);
      }
      return outcome.below();
    } catch (IOException e) {
      RelativePath path = node.path().resolve(pair.name());
      run.tally().problem(Failures.problem(path, "cannot be held back until links are made", e));
      heldBack.ifPresent(HeldBack::doubt);
      return Optional.empty();
    }
  }

  private boolean isProven(FolderNode node, Pair pair, Known known) {
    return known.isComplete()
        && !known.isRotten()
        && !run.unflushed().isInDoubt(node.path().resolve(pair.name()));
  }

  /**
   * Deals with a pair that was compared and is no folder in the source.
   *
   * @param known what of earlier proofs is still to be reckoned with
   * @return what arrived; empty if the replica has not what it is to have
   */
  Optional<Arrival> settle(
      FolderNode node,
      FolderPair folder,
      Pair pair,
      Known known,
      Comparison comparison,
      Workspace workspace) {
    var deed = new Deed(node, folder, pair, run.tally(), known, comparison);
    try (Gauge.Passage _ = run.tally().gauge().pass(node, pair, workspace)) {
      return settle(deed, workspace).arrived();
    }
  }

  /**
   * What the replica has now.
   *
   * @param source what the source's entry was: another than was looked at, if that was exchanged or
   *     changed meanwhile
   * @param digest of its content, if it was made
   */
  record Arrival(Optional<Stamp> source, Optional<Digest> digest) {
    /** Which entry of the source it is. */
    FileId id() {
      return source.map(Stamp::id).orElse(FileId.UNKNOWN);
    }
  }

  /**
   * What came of a pair.
   *
   * @param below the folder below which the march has to go on
   * @param arrived what the replica has now; empty if it has not what it is to have
   */
  private record Outcome(Optional<FolderNode> below, Optional<Arrival> arrived) {
    static final Outcome NOT_MIRRORED = new Outcome(Optional.empty(), Optional.empty());

    static Outcome of(Stamp arrived, Optional<Digest> digest) {
      return of(Optional.of(arrived), digest);
    }

    static Outcome of(Optional<Stamp> arrived, Optional<Digest> digest) {
      return new Outcome(Optional.empty(), Optional.of(new Arrival(arrived, digest)));
    }

    static Outcome folder(FolderNode node) {
      var arrival = new Arrival(Optional.of(node.source().stamp()), Optional.empty());
      return new Outcome(Optional.of(node), Optional.of(arrival));
    }
  }

  /** One pair on its way, what was known of it and what comparing it gave. */
  private record Deed(
      FolderNode node,
      FolderPair folder,
      Pair pair,
      ActionSink sink,
      Known known,
      Comparison comparison) {
    RelativePath path() {
      return node.path().resolve(pair.name());
    }
  }

  private Outcome settle(Deed deed, Workspace workspace) {
    Plan plan = run.planner().plan(deed.pair(), deed.comparison().difference());
    // No switch: see "The start" in ARCHITECTURE.md.
    if (plan instanceof Plan.Keep(Entry source)) {
      return keep(deed, source);
    }
    if (plan instanceof Plan.NotCarried notCarried) {
      return notCarried(deed.path(), notCarried);
    }
    try {
      return act(deed, ((Plan.Act) plan).action(), workspace);
    } catch (IOException e) {
      run.tally().problem(Failures.problem(deed.path(), operation(plan), e));
      return Outcome.NOT_MIRRORED;
    }
  }

  private void leave(FolderNode node, Pair pair) throws IOException {
    if (heldBack.isPresent()) {
      heldBack.get().leave(node, pair);
    }
  }

  private Outcome keep(Deed deed, Entry source) {
    Optional<Digest> digest = deed.comparison().digest();
    if (run.reportUnchanged()) {
      run.tally().unchanged(deed.path(), source, digest);
    }
    if (source instanceof Entry.Directory directory) {
      return Outcome.folder(
          deed.node().child(directory, deed.pair().ofReplica(), Optional.empty()));
    }
    if (deed.pair() instanceof Pair.Both both) {
      run.proofs().equal(deed.node(), both, deed.known(), digest);
    }
    return Outcome.of(source.stamp(), digest);
  }

  private Outcome notCarried(RelativePath path, Plan.NotCarried plan) {
    String what = plan.source().kind().word();
    if (plan.replicaDiffers()) {
      run.tally()
          .problem(
              new Problem(
                  path,
                  Problem.Cause.NOT_CARRIED,
                  "a "
                      + what
                      + " in the source, which cannot be made here; what the replica has is kept"));
    } else if (plan.source().kind() == Kind.SPECIAL) {
      run.tally().specialNotCarried();
    } else {
      run.tally()
          .problem(
              new Problem(path, Problem.Cause.NOT_CARRIED, "the replica cannot hold a " + what));
    }
    return Outcome.NOT_MIRRORED;
  }

  private Outcome act(Deed deed, Action action, Workspace workspace) throws IOException {
    return switch (action) {
      case Action.Delete delete -> wish(deed, delete);
      case Action.Hardlink _, Action.Move _ ->
          throw new IllegalStateException("links and moves are made after the march");
      case Action.Replace replace when replace.replaced().kind() == Kind.DIRECTORY -> {
        run.wishes().add(deed.node(), replace.replaced(), Action.Delete.Why.REPLACED);
        yield Outcome.NOT_MIRRORED;
      }
      case Action.Meta meta -> meta(deed, meta);
      case Action.Create create -> put(deed, create, workspace);
      case Action.Update update -> put(deed, update, workspace);
      case Action.Replace replace -> put(deed, replace, workspace);
    };
  }

  private Outcome wish(Deed deed, Action.Delete delete) throws IOException {
    run.wishes().add(deed.node(), delete.subject(), delete.why());
    return Outcome.NOT_MIRRORED;
  }

  private Outcome meta(Deed deed, Action.Meta meta) throws IOException {
    if (meta.subject() instanceof Entry.Directory directory) {
      return Outcome.folder(
          deed.node().child(directory, deed.pair().ofReplica(), Optional.of(meta)));
    }
    Entry replica = deed.pair().ofReplica().orElseThrow();
    // RACE: what somebody writes into the replica's file from here on is taken for proven, if it
    // has the same size: the metadata that is given then hides it from all but reading.
    boolean isStill =
        deed.folder()
            .replica()
            .entry(replica.name())
            .filter(now -> now.stamp().equals(replica.stamp()))
            .isPresent();
    if (!run.applier().putMetadata(deed.folder(), meta.subject(), replica)) {
      run.tally()
          .problem(
              new Problem(
                  deed.path(),
                  Problem.Cause.UNSTABLE,
                  "changed while it was read; the next run tries again"));
      return Outcome.NOT_MIRRORED;
    }
    Optional<LinkTarget> target = Targets.of(deed.folder().source(), meta.subject());
    deed.sink().done(new ActionDone(run.clock().now(), deed.path(), meta, target));
    Optional<Digest> digest = deed.comparison().digest();
    if (isStill) {
      deed.folder()
          .replica()
          .entry(replica.name())
          .filter(now -> now.stamp().id().equals(replica.stamp().id()))
          .ifPresent(now ->
              run.proofs().equal(deed.node(), meta.subject(), now.stamp(), deed.known(), digest));
    }
    return Outcome.of(meta.subject().stamp(), digest);
  }

  private Outcome put(Deed deed, Action action, Workspace workspace) throws IOException {
    if (action.subject() instanceof Entry.Directory directory) {
      return Outcome.folder(
          deed.node().child(directory, deed.pair().ofReplica(), Optional.empty()));
    }
    prepare(deed.node(), deed.folder());
    requireFree(deed, action);
    try {
      return stage(deed, action, workspace);
    } catch (NoSpaceException e) {
      return putWithRoom(deed, action, workspace);
    }
  }

  private Outcome stage(Deed deed, Action action, Workspace workspace) throws IOException {
    long since = run.flushing().failures();
    Optional<Entry> old = deed.pair().ofReplica();
    Timing timing = run.flushing().timing(action.subject(), old, deed.sink() == run.tally());
    run.noRoom().check(action.subject(), deed.folder().replica());
    var terms = new Terms(timing, old.flatMap(_ -> deed.known().expected()));
    Put put = run.applier().put(deed.folder(), action.subject(), old, terms, workspace);
    if (put instanceof Put.Ready(PendingCommit pending)) {
      return await(deed, action, pending, since, workspace);
    }
    Outcome outcome = conclude(deed, action, put);
    if (put instanceof Put.Done && since != run.flushing().failures()) {
      // A flush that failed meanwhile may have been the one that had its content.
      run.unflushed().doubt(deed.path());
    }
    return outcome;
  }

  /** Tries again what did not fit, after what waits for its commit has let go of old versions. */
  private Outcome putWithRoom(Deed deed, Action action, Workspace workspace) throws IOException {
    run.noRoom().found();
    group.ifPresent(waiting -> waiting.end(workspace));
    try {
      return stage(deed, action, workspace);
    } catch (NoSpaceException e) {
      if (heldBack.isPresent()) {
        run.noRoom().add(deed.path());
      } else {
        run.tally()
            .problem(
                run.noRoom()
                    .problem(
                        deed.path(),
                        action.subject(),
                        deed.pair().ofReplica(),
                        deed.folder().replica(),
                        e));
      }
      return Outcome.NOT_MIRRORED;
    }
  }

  /**
   * Refuses to create what the replica has after all: one that takes two names for the same, since
   * it folds case, would lose the one by the other. In a staged folder the making refuses it.
   */
  private void requireFree(Deed deed, Action action) throws IOException {
    Name name = deed.pair().name();
    if (action instanceof Action.Create
        && deed.sink() == run.tally()
        && deed.folder().replica().entry(name).isPresent()) {
      throw new FileAlreadyExistsException(name.toString());
    }
  }

  private Outcome conclude(Deed deed, Action action, Put put) throws IOException {
    switch (put) {
      case Put.Ready _ -> throw new IllegalStateException("waits for its commit: " + deed.path());
      case Put.Done done -> {
        deed.sink()
            .done(
                new ActionDone(
                    run.clock().now(),
                    deed.path(),
                    action,
                    done.size(),
                    done.digest(),
                    done.target()));
        Failures.lacking(deed.path(), done).ifPresent(run.tally()::problem);
        if (deed.known().isContradictedBy(done.digest())) {
          run.tally().problem(Failures.copiedRotten(deed.path()));
        }
        run.proofs().put(deed.node(), action.subject(), done, deed.known());
        return Outcome.of(done.source(), done.digest());
      }
      case Put.Rotten _ -> comparison.rotten(deed.node(), deed.path(), deed.known());
      case Put.Vanished _ ->
          Vanishing.tell(run, deed.node(), deed.folder(), deed.path(), deed.pair().ofReplica());
      case Put.Unstable unstable -> run.tally().problem(Failures.unstable(deed.path(), unstable));
    }
    return Outcome.NOT_MIRRORED;
  }

  /** Lets a file wait for others, or flushes for it alone where none will follow. */
  private Outcome await(
      Deed deed, Action action, PendingCommit pending, long since, Workspace workspace)
      throws IOException {
    if (group.isPresent()) {
      var waiting =
          new CommitGroup.Waiting(deed.node(), deed.pair(), deed.known(), action, pending, since);
      group.get().add(waiting, workspace);
      return Outcome.of(pending.expected().source(), pending.expected().digest());
    }
    try (pending) {
      run.flushing().written();
      run.flushing().flush(since);
      return conclude(deed, action, pending.commit());
    }
  }

  @Override
  public void prepare(FolderNode node, FolderPair folder) throws IOException {
    node.touch(() -> {
      if (!node.isNew() && node.replica().isPresent()) {
        run.applier().openUp(folder.replica(), node.replica().get().metadata());
      }
    });
  }

  private static String operation(Plan plan) {
    return plan instanceof Plan.Act act ? Failures.operation(act.action()) : "cannot be mirrored";
  }
}
