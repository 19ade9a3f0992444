package dev.lockstep.engine;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Where the workers of a march can be stopped between two entries, so that somebody else may work
 * in its folders and no folder is in work twice at once. For any thread.
 */
final class Turnstile {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** A worker begins to work in folders, once nobody works there alone. */
  void enter() {
    lock.readLock().lock();
  }

  /** A worker that has entered does not work in folders any more. */
  void leave() {
    lock.readLock().unlock();
  }

  /** A worker that has entered is between two entries. */
  void passBy() {
    if (lock.hasQueuedThreads()) {
      leave();
      enter();
    }
  }

  /** Does something while no worker works in folders. */
  void alone(Runnable work) {
    lock.writeLock().lock();
    try {
      work.run();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
