package dev.lockstep.engine;

import dev.lockstep.apply.Pace;
import dev.lockstep.model.Cancellation;
import java.time.Duration;

/**
 * Lets all workers of a run together copy at most so many bytes a second. Each piece is given a
 * turn, in the order in which the workers ask, and its length decides when the next one has its
 * own. So it does not matter whether there are few large files or many small ones.
 *
 * <p>For any thread; the lock is never held while waiting, and a stop ends the waiting at once.
 */
final class RateLimit implements Pace {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** How many pieces make up a second where buffers are large enough. */
  private static final int PIECES_PER_SECOND = 20;

  /**
   * How much time that was not used counts later. It makes up for waiting that ends late; with one
   * piece more it is what can be copied at once after a rest, a tenth of a second's worth.
   */
  private static final long MOST_UNUSED_NANOS = NANOS_PER_SECOND / PIECES_PER_SECOND;

  private final long bytesPerSecond;
  private final int mostAtOnce;
  private final EngineClock clock;
  private final Cancellation cancellation;

  /** When the next piece has its turn. Guarded by this. */
  private long next;

  /**
   * Makes a limit that begins now.
   *
   * @param bytesPerSecond 1 or more
   */
  RateLimit(long bytesPerSecond, EngineClock clock, Cancellation cancellation) {
    this.bytesPerSecond = bytesPerSecond;
    this.mostAtOnce = Math.clamp(bytesPerSecond / PIECES_PER_SECOND, 1, Integer.MAX_VALUE);
    this.clock = clock;
    this.cancellation = cancellation;
    this.next = clock.nanos();
  }

  @Override
  public int take(int wanted) {
    int piece = Math.min(wanted, mostAtOnce);
    long untilTurn = takeTurn(piece);
    if (untilTurn > 0) {
      clock.await(Duration.ofNanos(untilTurn), cancellation);
      cancellation.check();
    }
    return piece;
  }

  /** How long to wait, in nanoseconds; zero or less: the turn has come. */
  private synchronized long takeTurn(int bytes) {
    long now = clock.nanos();
    long untilTurn = Math.max(next - now, -MOST_UNUSED_NANOS);
    next = now + untilTurn + Math.ceilDiv(bytes * NANOS_PER_SECOND, bytesPerSecond);
    return untilTurn;
  }
}
