package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.model.Cancellation;
import java.io.Closeable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One more thread for each worker, which reads one side of a large file while the worker reads the
 * other: they mostly lie on two disks. Where there is one worker, it was asked for one thing at a
 * time. For any thread.
 */
final class SecondReaders implements Closeable {
  private final boolean isAlone;
  private final ExecutorService threads;
  private final ThreadLocal<Workspace> workspace;
  private final Cancellation cancellation;

  /** Starts no thread before it is needed. */
  SecondReaders(int workers, Supplier<Workspace> workspaces, Cancellation cancellation) {
    this.isAlone = workers == 1;
    this.threads =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().name("lockstep-second-reader-", 1).factory());
    this.workspace = ThreadLocal.withInitial(workspaces);
    this.cancellation = cancellation;
  }

  /** What came of reading both sides. */
  record Both<T>(T first, T second) {}

  /**
   * Does both, at the same time if it may, and comes back when both have ended.
   *
   * @param first is done by this thread
   * @throws CancellationException if cancelled meanwhile
   */
  <T> Both<T> read(Function<Workspace, T> first, Function<Workspace, T> second, Workspace own) {
    if (isAlone) {
      return new Both<>(first.apply(own), second.apply(own));
    }
    Future<T> other = threads.submit(() -> second.apply(workspace.get()));
    T done;
    try {
      done = first.apply(own);
    } catch (RuntimeException | Error e) {
      awaitEnd(other);
      throw e;
    }
    return new Both<>(done, result(other));
  }

  private void awaitEnd(Future<?> other) {
    try {
      result(other);
    } catch (RuntimeException | Error e) {
      // What ended the first is told.
    }
  }

  private <T> T result(Future<T> other) {
    try {
      return other.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      // Who waits for the end asks for it.
      cancellation.cancel();
      throw new IllegalStateException("nobody interrupts a worker", e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
