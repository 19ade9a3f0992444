package dev.lockstep.engine;

import org.jspecify.annotations.Nullable;

/** Waiting for threads, which end by themselves and by no interrupt. */
final class Threads {
  private Threads() {}

  /** Waits until a thread has ended, if there is one; an interrupt meanwhile is kept for later. */
  static void awaitEnd(@Nullable Thread thread) {
    boolean isInterrupted = false;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
