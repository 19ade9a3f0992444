package dev.lockstep.engine;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.Progress;
import dev.lockstep.apply.Put;
import dev.lockstep.apply.Terms;
import dev.lockstep.apply.Timing;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.model.Entry;
import dev.lockstep.model.RelativePath;
import dev.lockstep.moves.HeldEntry;
import dev.lockstep.moves.MoveTable;
import dev.lockstep.moves.MovedFolders;
import dev.lockstep.watch.Dirty;
import dev.lockstep.watch.JoiningFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The march of a run, and what follows for what it held back: moves, and a march from there, until
 * nothing is held back any more. For one thread, which waits for the workers.
 */
final class Marches {
  /** How many tasks may wait; what comes beyond is done at once by who found it. */
  static final int MOST_WAITING = 1_024;

  /**
   * How many folders are kept open, two handles each; well below the usual 1,024 handles of a
   * process.
   */
  static final int MOST_OPEN = 256;

  /** How many folders are kept open while entries are moved, which lead from folder to folder. */
  private static final int MOST_OPEN_FOR_MOVES = 32;

  private final RunParts run;
  private final HeldBack heldBack;
  private final Roots roots;
  private final MirrorOptions options;
  private final RunGuards guards;
  private final Optional<JoiningFiles> joining;
  private final MoveTable table = new MoveTable();

  /**
   * Makes none yet.
   *
   * @param joining what changes meanwhile and need not wait
   */
  Marches(
      RunParts run,
      HeldBack heldBack,
      Roots roots,
      MirrorOptions options,
      RunGuards guards,
      Optional<JoiningFiles> joining) {
    this.run = run;
    this.heldBack = heldBack;
    this.roots = roots;
    this.options = options;
    this.guards = guards;
    this.joining = joining;
  }

  /** Makes the node of the roots, which are open. */
  @FunctionalInterface
  interface Beginning {
    FolderNode begin(FolderPair roots) throws IOException;
  }

  /** Makes the first task of a march. */
  @FunctionalInterface
  private interface FirstTask {
    /**
     * Makes it.
     *
     * @param pairs deals with pairs that are not to wait for moves
     */
    Task of(March march, PairWork pairs, FolderNode root);
  }

  /** Makes all of them, through everything. */
  void make(Beginning beginning) throws IOException {
    make(run, beginning, (march, _, root) -> new FolderTask(march, root));
  }

  /**
   * Makes all of them, through what may have changed.
   *
   * @param groups has the linked files of the source that were come by
   */
  void make(Beginning beginning, List<Dirty> dirty, LinkGroups groups) throws IOException {
    make(run, beginning, (march, _, root) -> new DirtyTask(march, root, dirty));
    for (List<Dirty> more = groups.takeOthers(); !more.isEmpty(); more = groups.takeOthers()) {
      List<Dirty> others = more;
      make(
          run.withQueue(new WorkQueue(MOST_WAITING)),
          Marches::reachedRoot,
          (march, _, root) -> new DirtyTask(march, root, others));
    }
    if (groups.areInDoubt()) {
      heldBack.doubt(); // Such a file is not changed under names that nobody told.
    }
  }

  private void make(RunParts parts, Beginning beginning, FirstTask first) throws IOException {
    march(parts, beginning, first, joining);
    var moved = new MovedFolders();
    for (List<HeldEntry> held = table.take(); !held.isEmpty(); held = table.take()) {
      List<HeldEntry> waiting = held;
      run.tally().gauge().at(Progress.Stage.MOVING);
      MoveWork.Moved places = move(held, moved);
      run.tally().gauge().at(Progress.Stage.MARCHING);
      march(
          run.withQueue(new WorkQueue(MOST_WAITING)),
          Marches::reachedRoot,
          (march, pairs, root) -> new HeldTask(march, pairs, root, waiting, places),
          Optional.empty()); // A task of what was held back lets nobody pass.
    }
  }

  /** The roots' node, where they have been compared before. */
  private static FolderNode reachedRoot(FolderPair folders) throws IOException {
    return FolderNode.root(
        FolderNode.entry(folders.source()), FolderNode.entry(folders.replica()), Optional.empty());
  }

  /**
   * Moves what was held back, if there is no doubt about the roots; nor about files that have to be
   * written again, which are known by their paths.
   */
  private MoveWork.Moved move(List<HeldEntry> held, MovedFolders moved) throws IOException {
    if (guards.doubt().isPresent() || run.unflushed().inDoubt() > 0) {
      return MoveWork.Moved.NOTHING;
    }
    try (var folders = new ReopenedFolders(run, roots, MOST_OPEN_FOR_MOVES)) {
      return new MoveWork(run, roots, folders, moved, held).move();
    }
  }

  private void march(
      RunParts parts, Beginning beginning, FirstTask first, Optional<JoiningFiles> files)
      throws IOException {
    FolderPair folders = roots.open(RelativePath.ROOT);
    FolderNode root = begin(folders, beginning);
    try (var handles = new Handles(MOST_OPEN, root, folders, roots.replica()::alsoFlush)) {
      var settling = new Settling(parts, handles);
      var group =
          new CommitGroup(
              parts,
              heldBack,
              settling,
              (file, workspace) -> again(parts, handles, file, workspace));
      Optional<Moving> moving =
          options.deletes() ? Optional.of(new Moving(table, parts.proofs())) : Optional.empty();
      var march =
          new March(
              parts,
              PairWork.ofMarch(parts, heldBack, group, moving),
              heldBack,
              group,
              handles,
              new Borders(options.oneFileSystem(), root.source().stamp().id(), root.replicaId()),
              settling,
              new Checkpoints(parts));
      PairWork unmoved = PairWork.ofMarch(parts, heldBack, group, Optional.empty());
      if (!parts.queue().offer(first.of(march, unmoved, root))) {
        throw new IllegalStateException("an empty queue took no task");
      }
      try {
        Gauge gauge = parts.tally().gauge();
        var algorithm = Checks.algorithm(options.check());
        new WorkCrew(
                parts.queue(),
                parts.workers(),
                () -> gauge.workspace(algorithm),
                parts.cancellation())
            .workOff(files.map(each -> joining(parts, root, each, group)));
        group.end(gauge.workspace(algorithm));
      } finally {
        group.discard();
      }
    }
  }

  private WorkCrew.Meanwhile joining(
      RunParts parts, FolderNode root, JoiningFiles files, CommitGroup group) {
    Workspace workspace = parts.tally().gauge().workspace(Checks.algorithm(options.check()));
    return new Joining(parts.withoutProblems(), roots, root, files, group, workspace)::join;
  }

  /** Where it fails, the roots are closed: else they would stay locked. */
  private static FolderNode begin(FolderPair folders, Beginning beginning) throws IOException {
    boolean hasBegun = false;
    try {
      FolderNode root = beginning.begin(folders);
      hasBegun = true;
      return root;
    } finally {
      if (!hasBegun) {
        folders.close();
      }
    }
  }

  /** Stages a file again that a failed flush has undone. */
  private static Put again(
      RunParts parts, Handles handles, CommitGroup.Waiting file, Workspace workspace)
      throws IOException {
    try (Handles.Lease lease = handles.open(file.node())) {
      Entry subject = file.action().subject();
      Optional<Entry> old = lease.folder().replica().entry(subject.name());
      return parts
          .applier()
          .put(lease.folder(), subject, old, Terms.at(Timing.AFTER_FLUSH), workspace);
    }
  }
}
