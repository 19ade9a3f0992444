package dev.lockstep.fs.linux;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A thread that swaps entries until it is closed, and counts. What fails in it fails the test. */
final class Swapper implements AutoCloseable {
  private static final long SEED = 20_240_501;

  private final AtomicLong swaps = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private volatile boolean ends;

  /** One swap. */
  @FunctionalInterface
  interface Swap {
    /** Makes it; false if there was nothing to swap. */
    boolean make(Random random) throws IOException;
  }

  Swapper(Swap swap) {
    new Thread(() -> work(swap), "swapper").start();
  }

  /** How many swaps were made so far. */
  long swaps() {
    if (failure.get() != null) {
      throw new AssertionError("the swapper failed", failure.get());
    }
    return swaps.get();
  }

  private void work(Swap swap) {
    var random = new Random(SEED);
    try {
      while (!ends) {
        if (swap.make(random)) {
          swaps.incrementAndGet();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.set(e);
    } finally {
      end.complete(true);
    }
  }

  @Override
  public void close() {
    ends = true;
    end.join();
    swaps();
  }
}
