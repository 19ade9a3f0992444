package dev.lockstep.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for a worker, the newest first, so that the depth of the tree and not its breadth
 * decides how many there are; bounded. For any thread.
 */
final class WorkQueue {
  private final int most;
  private final Turnstile turnstile = new Turnstile();

  // Guarded by this.
  private final Deque<Task> waiting = new ArrayDeque<>();
  private int taken;
  private boolean ended;
  private boolean aborted;
  private int idle;

  private volatile Runnable onShortage = () -> {};

  WorkQueue(int most) {
    this.most = most;
  }

  /** Where whoever works on these tasks can be stopped between two entries. */
  Turnstile turnstile() {
    return turnstile;
  }

  /** Has this done whenever a task is added that no idle worker is there for. */
  void onShortage(Runnable call) {
    onShortage = call;
  }

  /** Adds a task; false if there is no room, and the caller has to do it. */
  boolean offer(Task task) {
    boolean isShort;
    synchronized (this) {
      if (ended || waiting.size() >= most) {
        return false;
      }
      waiting.push(task);
      isShort = waiting.size() > idle;
      notify();
    }
    if (isShort) {
      onShortage.run();
    }
    return true;
  }

  /** The next task, waiting for one if some may still come; null when all is done. */
  synchronized @Nullable Task take() throws InterruptedException {
    while (true) {
      if (!ended && !waiting.isEmpty()) {
        taken++;
        return waiting.pop();
      }
      if (ended || taken == 0) {
        end();
        return null;
      }
      idle++;
      try {
        wait();
      } finally {
        idle--;
      }
    }
  }

  /** Whether all was given up, so that nobody may go on. */
  synchronized boolean isAborted() {
    return aborted;
  }

  /** A task that was taken is done, and all that it did not offer with it. */
  synchronized void done() {
    taken--;
    if (taken == 0 && waiting.isEmpty()) {
      end();
    }
  }

  /** Lets nobody take anything any more; gives what was waiting. */
  synchronized Iterable<Task> abort() {
    var left = new ArrayDeque<>(waiting);
    waiting.clear();
    aborted = true;
    end();
    return left;
  }

  private void end() {
    ended = true;
    notifyAll();
  }
}
