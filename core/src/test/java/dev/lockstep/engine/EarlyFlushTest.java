package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Durability;
import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EarlyFlushTest {
  private static final int SMALL = 64 * 1024;
  private static final int SMALL_FILES = 1024;

  private final AtomicInteger flushes = new AtomicInteger();
  private final Unflushed unflushed = Unflushed.of(Optional.empty(), FileSystemIdentity.UNKNOWN);
  private final Flushing flushing =
      new Flushing(new FlushedTree(this::flush), Durability.SAFE, unflushed);
  private final Cancellation cancellation = new Cancellation();
  private CountDownLatch mayEnd = new CountDownLatch(0);
  private boolean isBroken;

  @Test
  void manySmallFilesAreFlushedBeforeTheEnd() {
    write(SMALL_FILES - 1);
    assertThat(flushes).hasValue(0);
    write(SMALL_FILES);
    assertThat(flushes).hasValue(1);
    assertThat(unflushed.isWritten()).isFalse();
  }

  @Test
  void aLargeFileIsLeftToTheSystem() {
    try (var early = new EarlyFlush(flushing, cancellation)) {
      flushing.written();
      early.written(1L << 40);
    }
    assertThat(flushes).hasValue(0);
  }

  @Test
  void thereIsOneAtATime() {
    mayEnd = new CountDownLatch(1);
    write(3 * SMALL_FILES);
    assertThat(flushes).hasValue(1);
  }

  @Test
  void whoStopsTheRunNeedNotWaitForAnother() {
    cancellation.cancel();
    write(SMALL_FILES);
    assertThat(flushes).hasValue(0);
  }

  @Test
  void whatItFailsToWriteIsInDoubt() {
    RelativePath file = RelativePath.of("file");
    unflushed.add(file);
    isBroken = true;
    write(SMALL_FILES);
    assertThat(unflushed.isInDoubt(file)).isTrue();
    assertThat(flushing.failures()).isEqualTo(1);
  }

  private void write(int files) {
    try (var early = new EarlyFlush(flushing, cancellation)) {
      for (int i = 0; i < files; i++) {
        flushing.written();
        early.written(SMALL);
      }
      mayEnd.countDown();
    }
  }

  private void flush() throws IOException {
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    flushes.incrementAndGet();
    if (isBroken) {
      throw new IOException("lost");
    }
  }
}
