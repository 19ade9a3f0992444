package dev.lockstep.guard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many entries were deleted within the last hour, so that a large deletion does not slip
 * through in slices. Times are readings of a clock that only goes forward, in nanoseconds. For one
 * thread.
 */
public final class SlidingHour {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final Deque<Slice> slices = new ArrayDeque<>();
  private long sum;

  /** The deletions of one run. */
  private record Slice(long at, long entries) {}

  /** Takes note of deletions. */
  public void add(long now, long entries) {
    if (entries > 0) {
      slices.add(new Slice(now, entries));
      sum += entries;
    }
  }

  /** How many entries were deleted in the hour before now. */
  public long sum(long now) {
    while (!slices.isEmpty() && now - slices.getFirst().at() >= HOUR) {
      sum -= slices.removeFirst().entries();
    }
    return sum;
  }
}
