package dev.lockstep.testkit;

import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.Changes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A feed that tells what a test has it tell, and has been heard when that returns. */
public final class ToldFeed implements ChangeFeed {
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private volatile boolean isClosed;

  @FunctionalInterface
  private interface Step {
    void tell(Changes changes) throws IOException;
  }

  /** Has something told. */
  public void tell(Consumer<Changes> change) {
    var told = new CountDownLatch(1);
    steps.add(changes -> {
      change.accept(changes);
      told.countDown();
    });
    await(told);
  }

  /** Has the feed end, as if what it hears of were gone, and waits until nobody hears it. */
  public void fail() {
    fail(_ -> {
      throw new IOException("unmounted");
    });
  }

  /** Has the feed end as by a lack of memory, and waits until nobody hears it. */
  public void failAsByLackOfMemory() {
    fail(_ -> {
      throw new OutOfMemoryError("as the test asks");
    });
  }

  private void fail(Step step) {
    steps.add(step);
    while (!isClosed) {
      Thread.onSpinWait();
    }
  }

  /** Whether nobody hears it any more. */
  public boolean isClosed() {
    return isClosed;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void await(Duration time, Changes changes) throws IOException {
    try {
      steps.take().tell(changes);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void wake() {
    steps.add(_ -> {});
  }

  @Override
  public String way() {
    return "told";
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
