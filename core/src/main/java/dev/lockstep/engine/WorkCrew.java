package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.DigestAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The worker threads of one march. They are platform threads: a blocking call on a file holds its
 * carrier. The first failure of one of them ends them all.
 */
final class WorkCrew {
  private final WorkQueue queue;
  private final int workers;
  private final DigestAlgorithm algorithm;
  private final Cancellation cancellation;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  WorkCrew(WorkQueue queue, int workers, DigestAlgorithm algorithm, Cancellation cancellation) {
    this.queue = queue;
    this.workers = workers;
    this.algorithm = algorithm;
    this.cancellation = cancellation;
  }

  /**
   * Does all that is in the queue and comes into it.
   *
   * @throws CancellationException if cancelled meanwhile; by then all workers have ended
   */
  void workOff() {
    List<Thread> threads = new ArrayList<>();
    try {
      for (int i = 1; i <= workers; i++) {
        threads.add(Thread.ofPlatform().name("lockstep-worker-" + i).start(this::work));
      }
    } catch (OutOfMemoryError e) {
      // No more threads are to be had; those that work already have to end before the caller goes
      // on and closes what they use.
      fail(e);
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          // Who waits for the run asks for its end, which the workers bring about.
          interrupted = true;
          cancellation.cancel();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  private void work() {
    try {
      new Worker(queue, new Workspace(algorithm)).work();
    } catch (InterruptedException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private void fail(Throwable e) {
    failure.compareAndSet(null, e);
    queue.abort().forEach(Task::abort);
  }

  private void rethrow() {
    Throwable first = failure.get();
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first instanceof Error e) {
      throw e;
    }
    if (first != null) {
      throw new IllegalStateException(first);
    }
  }
}
