package dev.lockstep.model;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A token by which a run is asked to stop; what is on its way is then given up and undone. May be
 * used from any thread, and stays cancelled once it is.
 *
 * <p>Threads are never interrupted for this: an interrupt closes the channel that the thread is
 * working on.
 */
public final class Cancellation {
  private final CountDownLatch asked = new CountDownLatch(1);

  /** A token that nobody has cancelled yet. */
  public Cancellation() {}

  /** Asks for the stop. */
  public void cancel() {
    asked.countDown();
  }

  public boolean isCancelled() {
    return asked.getCount() == 0;
  }

  /**
   * Returns unless the stop was asked for.
   *
   * @throws CancellationException if it was
   */
  public void check() {
    if (isCancelled()) {
      throw new CancellationException("stopped as asked");
    }
  }

  /**
   * Waits this long, or until the stop is asked for. An interrupt of the waiting thread counts as
   * asking.
   *
   * @return whether the stop was asked for
   */
  public boolean await(Duration time) {
    try {
      return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
      return true;
    }
  }
}
