package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EarlyFlushTest {
  private static final int SMALL = 64 * 1024;
  private static final int SMALL_FILES = 1024;

  private final AtomicInteger flushes = new AtomicInteger();
  private CountDownLatch mayEnd = new CountDownLatch(0);

  @Test
  void manySmallFilesAreFlushedBeforeTheEnd() {
    try (var early = new EarlyFlush(new Tree(), true)) {
      write(early, SMALL_FILES - 1);
    }
    assertThat(flushes).hasValue(0);
    try (var early = new EarlyFlush(new Tree(), true)) {
      write(early, SMALL_FILES);
    }
    assertThat(flushes).hasValue(1);
  }

  @Test
  void aLargeFileIsLeftToTheSystem() {
    try (var early = new EarlyFlush(new Tree(), true)) {
      early.written(1L << 40);
    }
    assertThat(flushes).hasValue(0);
  }

  @Test
  void thereIsOneAtATime() {
    mayEnd = new CountDownLatch(1);
    try (var early = new EarlyFlush(new Tree(), true)) {
      write(early, 3 * SMALL_FILES);
      mayEnd.countDown();
    }
    assertThat(flushes).hasValue(1);
  }

  @Test
  void whoWantsNothingOnTheDiskGetsNone() {
    try (var early = new EarlyFlush(new Tree(), false)) {
      write(early, SMALL_FILES);
    }
    assertThat(flushes).hasValue(0);
  }

  private static void write(EarlyFlush early, int files) {
    for (int i = 0; i < files; i++) {
      early.written(SMALL);
    }
  }

  private final class Tree implements ReplicaTree {
    @Override
    public ReplicaDirectory openRoot() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Capabilities capabilities() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void flushEarly() {
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      flushes.incrementAndGet();
    }

    @Override
    public void close() {}
  }
}
