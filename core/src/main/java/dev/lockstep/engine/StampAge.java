package dev.lockstep.engine;

import dev.lockstep.fs.StampEvidence;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stamp is so young that what it stands for may change once more without its telling.
 *
 * @param begun when the run began, by this machine's clock
 */
record StampAge(Instant begun) {
  /** Longer than a step of any clock that stamps are made with, also of FAT's. */
  private static final Duration GRAIN = Duration.ofSeconds(2);

  /** Some file systems keep the time of day of whatever zone they were written in. */
  private static final Duration ZONES = Duration.ofDays(1).plus(GRAIN);

  /**
   * Whether a source's file may change behind its stamp.
   *
   * @param before the stamp at an earlier look, long enough ago; null if there was none
   */
  boolean isYoungInSource(Stamp stamp, StampEvidence evidence, @Nullable Stamp before) {
    return switch (evidence) {
      case FINE -> isInWholeSeconds(stamp) && isRecent(stamp);
      case COARSE -> isRecent(stamp);
      case FOREIGN -> isYoungByItself(stamp, before);
      case WEAK -> isYoungWherever(stamp, before);
    };
  }

  /** The same of a replica's, which the run itself may just have written. */
  boolean isYoungInReplica(Stamp stamp, StampEvidence evidence, @Nullable Stamp before) {
    return switch (evidence) {
      case FINE -> isInWholeSeconds(stamp) && isYoungByItself(stamp, before);
      case COARSE, FOREIGN -> isYoungByItself(stamp, before);
      case WEAK -> isYoungWherever(stamp, before);
    };
  }

  /** Inodes of 128 bytes, as old ext4 has them, have no room for more than seconds. */
  private static boolean isInWholeSeconds(Stamp stamp) {
    Instant changed = stamp.changed();
    return changed == null || changed.equals(changed.truncatedTo(ChronoUnit.SECONDS));
  }

  private boolean isRecent(Stamp stamp) {
    return stamp.changed() == null || stamp.changed().isAfter(begun.minus(GRAIN));
  }

  /**
   * Whether a write in the same step as the last change would not show: it gives the content a time
   * near that of the change, and would give it the one that it has. By that file system's clock
   * alone, so that it need not agree with ours.
   */
  private static boolean isYoungByItself(Stamp stamp, @Nullable Stamp before) {
    boolean wasSeen = before != null && Proof.isSame(before, stamp);
    return !wasSeen
        && (stamp.changed() == null || stamp.modified().isAfter(stamp.changed().minus(GRAIN)));
  }

  private boolean isYoungWherever(Stamp stamp, @Nullable Stamp before) {
    boolean wasSeen = before != null && Proof.looksSame(before, stamp);
    return !wasSeen && stamp.modified().isAfter(begun.minus(ZONES));
  }
}
