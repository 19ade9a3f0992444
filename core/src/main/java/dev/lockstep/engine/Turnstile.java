package dev.lockstep.engine;

import dev.lockstep.model.RelativePath;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Where the workers of a march can be stopped between two entries, so that somebody else may work
 * in its folders. It knows which of them have been listed and not been gone through, so that none
 * is in work twice at once. For any thread.
 */
final class Turnstile {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Set<RelativePath> inWork = ConcurrentHashMap.newKeySet();

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

  /** What is in this folder, or this file, was looked at and is not dealt with yet. */
  void begin(RelativePath path) {
    inWork.add(path);
  }

  /** It is dealt with. */
  void end(RelativePath path) {
    inWork.remove(path);
  }

  /** Whether a file or the folder that holds it is in work. */
  boolean isInWork(RelativePath file) {
    return inWork.contains(file) || inWork.contains(file.parent());
  }

  /**
   * Does something while no worker works in folders.
   *
   * @param nanos how long to wait for them at most
   * @return false if they work on, and nothing was done
   */
  boolean alone(long nanos, Runnable work) throws InterruptedException {
    if (!lock.writeLock().tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
