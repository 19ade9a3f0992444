package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.model.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The worker threads of one march, of which each starts when there is something to do for it. They
 * are platform threads: a blocking call on a file holds its carrier. The first failure of one of
 * them ends them all.
 */
final class WorkCrew {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final WorkQueue queue;
  private final IntSupplier workers;
  private final Supplier<Workspace> workspaces;
  private final Cancellation cancellation;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  // Guarded by this.
  private final List<Thread> threads = new ArrayList<>();
  private int most;

  /**
   * Makes a crew.
   *
   * @param workers how many there may be; asked when the first does not do
   */
  WorkCrew(
      WorkQueue queue,
      IntSupplier workers,
      Supplier<Workspace> workspaces,
      Cancellation cancellation) {
    this.queue = queue;
    this.workers = workers;
    this.workspaces = workspaces;
    this.cancellation = cancellation;
  }

  /**
   * Does all that is in the queue and comes into it.
   *
   * @throws CancellationException if cancelled meanwhile; by then all workers have ended
   */
  void workOff() {
    workOff(Optional.empty());
  }

  /** What can be done while the workers work. */
  @FunctionalInterface
  interface Meanwhile {
    void doSome() throws InterruptedException;
  }

  /**
   * The same.
   *
   * @param meanwhile is done every few milliseconds until then, by who waits
   */
  void workOff(Optional<Meanwhile> meanwhile) {
    queue.onShortage(this::hire);
    hire();
    boolean interrupted = false;
    // Only who still works can have another one start, so that the last one is the last.
    for (int i = 0; i < size(); i++) {
      Thread thread = thread(i);
      while (thread.isAlive()) {
        try {
          await(thread, meanwhile);
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

  private void await(Thread thread, Optional<Meanwhile> meanwhile) throws InterruptedException {
    if (meanwhile.isEmpty()) {
      thread.join();
    } else if (!thread.join(PAUSE)) {
      try {
        meanwhile.get().doSome();
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }
  }

  /** Has one more work, if there may be more. */
  private synchronized void hire() {
    if (threads.size() == 1 && most == 0) {
      most = workers.getAsInt();
    }
    if (!threads.isEmpty() && threads.size() >= most) {
      return;
    }
    try {
      int number = threads.size() + 1;
      threads.add(Thread.ofPlatform().name("lockstep-worker-" + number).start(this::work));
    } catch (OutOfMemoryError e) {
      if (threads.isEmpty()) {
        fail(e);
      }
      most = threads.size(); // Those that there are will do.
    }
  }

  private synchronized int size() {
    return threads.size();
  }

  private synchronized Thread thread(int number) {
    return threads.get(number);
  }

  private void work() {
    try {
      new Worker(queue, workspaces.get()).work();
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
