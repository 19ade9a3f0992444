package dev.lockstep.model;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<Runnable> waking = ConcurrentHashMap.newKeySet();

  /** A token that nobody has cancelled yet. */
  public Cancellation() {}

  /** Asks for the stop. */
  public void cancel() {
    asked.countDown();
    waking.forEach(Runnable::run);
  }

  /** Has this done when the stop is asked for, or now if it was; perhaps twice. */
  void onCancel(Runnable wake) {
    waking.add(wake);
    if (isCancelled()) {
      wake.run();
    }
  }

  /** Takes {@link #onCancel} back. */
  void forget(Runnable wake) {
    waking.remove(wake);
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
