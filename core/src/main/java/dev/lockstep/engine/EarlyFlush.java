package dev.lockstep.engine;

import dev.lockstep.model.Cancellation;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Flushes what a run writes while the workers go on, so that the flush at the end has little left
 * to wait for: left to itself, a system with much memory begins half a minute later. For any
 * thread.
 */
final class EarlyFlush implements Closeable {
  /** After so much it is worth a flush of its own. */
  private static final long EVERY_BYTES = 64L << 20;

  /**
   * As much as this counts of a file: larger ones begin by themselves, where the backend can do
   * that.
   */
  private static final long MOST_OF_FILE = 256 * 1024;

  private final Flushing flushing;
  private final Cancellation cancellation;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean isFlushing = new AtomicBoolean();
  private volatile @Nullable Thread last;

  /**
   * Flushes nothing yet.
   *
   * @param cancellation after which it begins none, since who stops a run would have to wait
   */
  EarlyFlush(Flushing flushing, Cancellation cancellation) {
    this.flushing = flushing;
    this.cancellation = cancellation;
  }

  /** So many bytes of a file were written. */
  void written(long size) {
    if (bytes.addAndGet(Math.min(size, MOST_OF_FILE)) >= EVERY_BYTES
        && !cancellation.isCancelled()
        && isFlushing.compareAndSet(false, true)) {
      bytes.set(0);
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
      flushing.flush();
    } catch (IOException e) {
      // What it covered is in doubt now, which the end of the run sees to.
    } finally {
      isFlushing.set(false);
    }
  }

  /** Waits until the last one has ended; nothing may be written from now on. */
  @Override
  public void close() {
    Threads.awaitEnd(last);
  }
}
