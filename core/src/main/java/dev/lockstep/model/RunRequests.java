package dev.lockstep.model;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A token by which the next run of an interval is asked for before it is due. Asking during a run
 * is for another one right after it; asking several times is for one run. May be used from any
 * thread.
 */
public final class RunRequests {
  private final Semaphore asked = new Semaphore(0);
  private final Set<Runnable> waking = ConcurrentHashMap.newKeySet();

  /** A token that nobody has used yet. */
  public RunRequests() {}

  /** Asks for a run now. */
  public void request() {
    asked.release();
    waking.forEach(Runnable::run);
  }

  /** Has this done whenever a run is asked for. */
  public void onRequest(Runnable wake) {
    waking.add(wake);
  }

  /** Takes {@link #onRequest} back. */
  public void forget(Runnable wake) {
    waking.remove(wake);
  }

  /** Whether a run was asked for; what was asked so far is granted by this. */
  public boolean take() {
    return asked.drainPermits() > 0;
  }

  /**
   * Waits this long, or until a run or the stop is asked for. An interrupt of the waiting thread
   * counts as asking for the stop.
   *
   * @return whether the stop was asked for
   */
  public boolean await(Duration time, Cancellation cancellation) {
    Runnable wake = asked::release;
    cancellation.onCancel(wake);
    try {
      if (asked.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
        asked.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancellation.cancel();
    } finally {
      cancellation.forget(wake);
    }
    return cancellation.isCancelled();
  }
}
