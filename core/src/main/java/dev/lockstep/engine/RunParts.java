package dev.lockstep.engine;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.apply.Applier;
import dev.lockstep.compare.Comparer;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Cancellation;
import dev.lockstep.plan.Planner;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What the tasks of one run share.
 *
 * @param rules how folders are marched through
 * @param filters what is left out of each
 * @param flushing has things on the disk in time
 * @param unflushed which files may not be on the disk
 * @param noRoom what did not fit
 * @param proofs what is known of the pair, and what is found out
 * @param workers how many may work on the run at a time
 * @param oneFileSystem whether to stay on the roots' file systems
 * @param reportUnchanged whether the listener wants to hear of unchanged entries
 */
record RunParts(
    FolderMarch.Rules rules,
    FolderFilters filters,
    Comparer comparer,
    Planner planner,
    Applier applier,
    Tally tally,
    Wishes wishes,
    Flushing flushing,
    Unflushed unflushed,
    NoRoom noRoom,
    Proofs proofs,
    WorkQueue queue,
    EngineClock clock,
    Cancellation cancellation,
    IntSupplier workers,
    boolean oneFileSystem,
    boolean reportUnchanged) {
  /**
   * The same for who tries what others will do in any case: what is done counts, what fails or is
   * equal is told by them.
   */
  RunParts withoutProblems() {
    var quiet =
        new Tally(
            new MirrorListener() {}, Arrears.of(Optional.empty()), tally.gauge(), tally::done);
    return with(quiet, queue);
  }

  /** The same with a queue for more work, since one that is worked off takes none. */
  RunParts withQueue(WorkQueue other) {
    return with(tally, other);
  }

  private RunParts with(Tally otherTally, WorkQueue otherQueue) {
    return new RunParts(
        rules,
        filters,
        comparer,
        planner,
        applier,
        otherTally,
        wishes,
        flushing,
        unflushed,
        noRoom,
        proofs,
        otherQueue,
        clock,
        cancellation,
        workers,
        oneFileSystem,
        reportUnchanged);
  }
}
