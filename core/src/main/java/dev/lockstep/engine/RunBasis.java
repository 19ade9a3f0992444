package dev.lockstep.engine;

import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.apply.Applier;
import dev.lockstep.apply.Pace;
import dev.lockstep.compare.Comparer;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.Capabilities;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Carried;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Kind;
import dev.lockstep.plan.Planner;
import dev.lockstep.spill.NameSorter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run or a verification is made with: both roots found in order and open, what was asked
 * for, and what is known from before.
 */
record RunBasis(
    MirrorOptions options,
    Filter filter,
    Roots roots,
    RunGuards guards,
    EngineClock clock,
    Cancellation cancellation,
    Remembered remembered,
    Proofs proofs) {
  /** Where files are made if memory does not suffice. */
  static Path spillFolder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** What the replica can carry of what was asked for. */
  Carried carried() {
    return Checks.carried(roots, options);
  }

  DigestAlgorithm algorithm() {
    return Checks.algorithm(options.check());
  }

  /** Has what is written on the disk in time; nothing is written in a dry run. */
  Flushing flushing() {
    Durability durability = options.dryRun() ? Durability.NONE : options.durability();
    return new Flushing(roots.replica(), durability, remembered.unflushed());
  }

  /** What the tasks share. */
  RunParts parts(Tally tally, Flushing flushing, Wishes wishes, NoRoom noRoom) {
    Capabilities capabilities = roots.replica().capabilities();
    return new RunParts(
        new FolderMarch.Rules(filter, spillFolder(), NameSorter.DEFAULT_BYTES),
        new FolderFilters(filter, roots.source(), roots.replica()),
        new Comparer(carried(), Checks.of(options.check()), cancellation),
        new Planner(carriedKinds(capabilities), capabilities.specials()),
        new Applier(carried(), this::pause, pace(), cancellation),
        tally,
        wishes,
        flushing,
        remembered.unflushed(),
        noRoom,
        proofs,
        new WorkQueue(Marches.MOST_WAITING),
        clock,
        cancellation,
        this::workers,
        options.oneFileSystem(),
        options.reportUnchanged());
  }

  /** What the replica cannot hold, in words. */
  List<String> notCarried(Tally tally) {
    List<String> notCarried = new ArrayList<>();
    for (Capabilities.Lack lack : roots.replica().capabilities().lacks()) {
      if (lack.part().filter(options.leftAlone()::contains).isEmpty()) {
        notCarried.add(lack.words());
      }
    }
    long specials = tally.specialsNotCarried();
    if (specials > 0) {
      notCarried.add("special files: " + specials);
    }
    return notCarried;
  }

  private int workers() {
    return options
        .jobs()
        .orElseGet(() ->
            Workers.usual(
                EnumSet.of(roots.source().storage(), roots.replica().storage()),
                Workers.ofCores()));
  }

  /** One for all workers; a dry run copies into nothing, and need not be slow. */
  private Pace pace() {
    OptionalLong limit = options.bytesPerSecond();
    return limit.isEmpty() || options.dryRun()
        ? Pace.FREE
        : new RateLimit(limit.getAsLong(), clock, cancellation);
  }

  private void pause(int attempt) {
    clock.await(Duration.ofMillis(10L << attempt), cancellation);
  }

  private static Set<Kind> carriedKinds(Capabilities capabilities) {
    Set<Kind> kinds = EnumSet.of(Kind.FILE, Kind.DIRECTORY);
    if (capabilities.symlinks()) {
      kinds.add(Kind.SYMLINK);
    }
    return kinds;
  }
}
