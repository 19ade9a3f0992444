package dev.lockstep.engine;

import dev.lockstep.fs.ReplicaTree;
import java.io.Closeable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Has the disk take what a run writes while it goes on, beside the workers, so that the flush at
 * the end has little left to wait for: left to itself, a system with much memory begins half a
 * minute later. Proves nothing, and keeps nobody waiting. For any thread.
 */
final class EarlyFlush implements Closeable {
  /** After so much it is worth a flush of its own. */
  private static final long EVERY_BYTES = 64L << 20;

  /** As much as this counts of a file: larger ones are mostly written past the memory. */
  private static final long MOST_OF_FILE = 256 * 1024;

  private final ReplicaTree tree;
  private final boolean isOn;
  private final AtomicLong unflushed = new AtomicLong();
  private final AtomicBoolean isFlushing = new AtomicBoolean();
  private volatile @Nullable Thread last;

  /**
   * Flushes nothing yet.
   *
   * @param isOn whether it is to
   */
  EarlyFlush(ReplicaTree tree, boolean isOn) {
    this.tree = tree;
    this.isOn = isOn;
  }

  /** A file of so many bytes was written. */
  void written(long size) {
    if (isOn
        && unflushed.addAndGet(Math.min(size, MOST_OF_FILE)) >= EVERY_BYTES
        && isFlushing.compareAndSet(false, true)) {
      unflushed.set(0);
      begin();
    }
  }

  private void begin() {
    Thread thread =
        Thread.ofPlatform().name("lockstep-early-flush").daemon().unstarted(this::flush);
    last = thread;
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // No more threads are to be had; then the end has to wait.
      last = null;
      isFlushing.set(false);
    }
  }

  private void flush() {
    try {
      tree.flushEarly();
    } finally {
      isFlushing.set(false);
    }
  }

  /** Waits until the tree is not used any more; nothing may be written from now on. */
  @Override
  public void close() {
    Thread thread = last;
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
