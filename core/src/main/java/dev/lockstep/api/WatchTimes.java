package dev.lockstep.api;

import java.time.Duration;
import java.util.Optional;

/**
 * When a mirror that hears of changes looks by itself.
 *
 * @param every from the start of a pass to that of the next: it tries again what could not be
 *     mirrored, and says whether the replica is exact; more than zero; empty: there are none
 * @param full after how long a run marches through everything, whatever was heard of; more than
 *     zero
 */
public record WatchTimes(Optional<Duration> every, Duration full) {
  /** How often a run marches through everything, if nothing else is asked for. */
  public static final Duration USUAL_FULL = Duration.ofDays(1);
}
