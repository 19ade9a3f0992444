package dev.lockstep.watch;

import java.time.Duration;

/**
 * When the runs of an interval begin: start to start. A run that takes longer than the interval is
 * followed by the next at once, and the ones that were missed meanwhile are not made up for. For
 * one thread.
 *
 * <p>Times are readings of a clock that only goes forward, in nanoseconds, as {@link
 * System#nanoTime} gives them.
 */
public final class Schedule {
  private final long interval;
  private long due;

  /**
   * Makes a schedule whose first run is due now.
   *
   * @param interval from the start of a run to the start of the next; more than zero
   */
  public Schedule(Duration interval, long now) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("an interval of " + interval);
    }
    this.interval = interval.toNanos();
    this.due = now;
  }

  /** How long to wait for the next run; zero if it is due. */
  public Duration untilNext(long now) {
    return Duration.ofNanos(Math.max(0, due - now));
  }

  /** Takes note that a run begins. */
  public void begin(long now) {
    due = now + interval;
  }
}
