package dev.lockstep.engine;

import dev.lockstep.guard.DeletionBreaker;
import dev.lockstep.guard.SlidingHour;
import dev.lockstep.guard.WithheldStore;
import java.util.Optional;

/**
 * What decides about the deletions of a mirror's runs. For one thread.
 *
 * @param breaker from how many on they are withheld
 * @param deletes whether anything that only the replica has is deleted at all
 * @param hour what was deleted in the last hour; empty where there is one run only
 * @param store what is withheld and what was approved
 * @param judgement what earlier runs have judged
 * @param told what was told last
 */
record DeletionRules(
    DeletionBreaker breaker,
    boolean deletes,
    Optional<SlidingHour> hour,
    WithheldStore store,
    Judgement judgement,
    Told told) {
  /** Remembers from run to run which withheld deletions were told. */
  static final class Told {
    private long last;

    /** Whether these are others than last time; takes note of them. */
    boolean isNews(long withheld) {
      boolean isNews = withheld != last;
      last = withheld;
      return isNews;
    }
  }
}
