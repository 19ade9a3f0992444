package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.verify.FileDigest;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Steps in order, a bounded number of them, while workers read the files that some of them need.
 * One thread adds steps, and hands on those that are ready; it waits where it is too far ahead.
 */
final class ReadAhead implements Closeable {
  private static final int MOST_STEPS = 8_192;

  /** Besides them a walk keeps some of its own open. */
  private static final int MOST_FOLDERS = 256;

  private final Consumer<Step> sink;
  private final DigestAlgorithm algorithm;
  private final Cancellation cancellation;
  private final AtomicInteger openFolders = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean aborted;

  // Guarded by this.
  private final Deque<Slot> order = new ArrayDeque<>();
  private final Deque<Slot> waiting = new ArrayDeque<>();
  private int unread;
  private boolean ended;
  private @Nullable Throwable failure;

  /**
   * Starts the workers.
   *
   * @param sink takes the steps in order, in the thread that adds them
   */
  ReadAhead(
      int workers, DigestAlgorithm algorithm, Cancellation cancellation, Consumer<Step> sink) {
    this.sink = sink;
    this.algorithm = algorithm;
    this.cancellation = cancellation;
    try {
      for (int i = 1; i <= workers; i++) {
        threads.add(Thread.ofPlatform().name("lockstep-reader-" + i).start(this::work));
      }
    } catch (OutOfMemoryError e) {
      // No more threads are to be had; those that there are have to end first.
      close();
      throw e;
    }
  }

  /** Reads a file, and makes a step of that. */
  interface Reading {
    /** Reads it, and lets go of what that needed. */
    Step read(Workspace workspace, FileDigest.Pause pause);

    /** Will not be read; lets go of what that would have needed. */
    void drop();
  }

  /** A place in the order. */
  private static final class Slot {
    private final @Nullable Reading reading;
    private @Nullable Step step;

    Slot(@Nullable Reading reading, @Nullable Step step) {
      this.reading = reading;
      this.step = step;
    }
  }

  /** Counts the folders that are open: see {@link #awaitFewerFolders}. */
  AtomicInteger openFolders() {
    return openFolders;
  }

  /** Adds a step that is ready. */
  void add(Step step) {
    synchronized (this) {
      order.add(new Slot(null, step));
    }
    handOn(MOST_STEPS);
  }

  /** Adds a step that a worker makes. */
  void add(Reading reading) {
    var slot = new Slot(reading, null);
    synchronized (this) {
      order.add(slot);
      waiting.add(slot);
      unread++;
      notifyAll();
    }
    handOn(MOST_STEPS);
  }

  /** Waits while many folders are held open by files that wait to be read. */
  synchronized void awaitFewerFolders() {
    while (openFolders.get() >= MOST_FOLDERS && failure == null && unread > 0) {
      awaitChange();
    }
    rethrow();
  }

  /** Hands on all that was added, waiting for it. */
  void finish() {
    handOn(0);
  }

  /** Ends the workers; what was not read yet is not. */
  @Override
  public void close() {
    List<Slot> left;
    synchronized (this) {
      left = List.copyOf(waiting);
      waiting.clear();
      ended = true;
      aborted = true;
      notifyAll();
    }
    left.forEach(slot -> {
      if (slot.reading != null) {
        slot.reading.drop();
      }
    });
    threads.forEach(Threads::awaitEnd);
  }

  /** Hands on steps from the front, until the next is not ready and at most so many are left. */
  private void handOn(int most) {
    for (Step step = next(most); step != null; step = next(most)) {
      sink.accept(step);
    }
  }

  private synchronized @Nullable Step next(int most) {
    while (true) {
      rethrow();
      Slot first = order.peek();
      if (first == null) {
        return null;
      }
      if (first.step != null) {
        order.remove();
        return first.step;
      }
      if (order.size() <= most) {
        return null;
      }
      awaitChange();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // its callers loop
  private void awaitChange() {
    try {
      wait();
    } catch (InterruptedException e) {
      // Who waits for the end asks for it.
      Thread.currentThread().interrupt();
      cancellation.cancel();
      throw new CancellationException("interrupted");
    }
  }

  private void work() {
    try {
      var workspace = new Workspace(algorithm);
      for (Slot slot = take(); slot != null; slot = take()) {
        if (slot.reading != null) {
          Step step = slot.reading.read(workspace, this::check);
          synchronized (this) {
            slot.step = step;
            unread--;
            notifyAll();
          }
        }
      }
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        if (failure == null) {
          failure = e;
        }
        ended = true;
        notifyAll();
      }
    }
  }

  private synchronized @Nullable Slot take() {
    while (waiting.isEmpty() && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a worker", e);
      }
    }
    return ended ? null : waiting.remove();
  }

  private void check() {
    cancellation.check();
    if (aborted) {
      throw new CancellationException("given up");
    }
  }

  private void rethrow() {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
