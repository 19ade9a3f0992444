package dev.lockstep.engine;

import dev.lockstep.guard.DeletionBreaker;
import dev.lockstep.guard.SlidingHour;
import dev.lockstep.guard.WithheldStore;
import dev.lockstep.model.RelativePath;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What decides about the deletions of a mirror's runs. For one thread.
 *
 * @param breaker from how many on they are withheld
 * @param deletes whether anything that only the replica has is deleted at all
 * @param hour what was deleted in the last hour; empty where there is one run only
 * @param store what is withheld and what was approved
 * @param judgement what earlier runs have judged
 * @param told what was told last
 * @param size how many entries the replica has at first, where the run does not come by all of
 *     them, so that it judges by what another has found, and carries out no approval; empty: it
 *     does
 */
record DeletionRules(
    DeletionBreaker breaker,
    boolean deletes,
    Optional<SlidingHour> hour,
    WithheldStore store,
    Judgement judgement,
    Told told,
    OptionalLong size) {
  /** Whether the run does not come by everything. */
  boolean isOfPart() {
    return size.isPresent();
  }

  /**
   * How many entries the replica has after what such a run has done in it.
   *
   * @param growth by how many it has grown
   */
  long sizeAfter(long growth) {
    return sizeAfter(size.orElseThrow(), growth);
  }

  /** How many entries a replica has that had so many before. */
  static long sizeAfter(long before, long growth) {
    return Math.max(0, before + growth);
  }

  /** Remembers from run to run which withheld deletions were told. */
  static final class Told {
    /** Whoever keeps more folders is told of them by their number. */
    private static final int MOST_KEPT = 100;

    private long last;
    private final Set<RelativePath> kept;

    /** Knows of none. */
    Told() {
      this(new HashSet<>());
    }

    private Told(Set<RelativePath> kept) {
      this.kept = kept;
    }

    /** What a run remembers that does not come by all that is withheld. */
    Told ofPart() {
      return new Told(kept);
    }

    /** Whether this folder was not yet told to be kept; takes note of it. */
    boolean isNews(RelativePath folder) {
      return kept.size() < MOST_KEPT && kept.add(folder);
    }

    /** Whether these are others than last time; takes note of them. */
    boolean isNews(long withheld) {
      boolean isNews = withheld != last;
      last = withheld;
      return isNews;
    }
  }
}
