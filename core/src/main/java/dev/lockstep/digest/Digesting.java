package dev.lockstep.digest;

import dev.lockstep.model.Digest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the digest of one file, of which its owner reads piece after piece into {@link #buffer}. Of
 * a large file it does so on another thread, if the workspace has one, so that reading and writing
 * go on meanwhile: hashing takes longer than both.
 *
 * <p>For one thread, the owner's.
 */
public sealed interface Digesting extends AutoCloseable {
  /**
   * From this size on a file is worth a thread, which takes a tenth of a millisecond to start, a
   * hundredth of what hashing it takes.
   */
  long LARGE_BYTES = 8L << 20;

  /**
   * Begins.
   *
   * @param size how large the file is, in bytes
   */
  static Digesting of(long size, Workspace workspace) {
    if (size >= LARGE_BYTES && workspace.beside().isPresent()) {
      try {
        return new Beside(workspace, workspace.beside().get());
      } catch (OutOfMemoryError e) {
        // No more threads are to be had; then it takes longer.
      }
    }
    return new Here(workspace);
  }

  /** The memory to read the next piece into; what it holds is anything. */
  byte[] buffer();

  /**
   * Takes the first bytes of the last {@link #buffer}, which may be read until the next is asked
   * for, and not written.
   */
  void take(int length);

  /** The digest of all that was taken. */
  Digest finish();

  /** Gives up what was not finished. */
  @Override
  void close();

  /** In the owner's thread. */
  final class Here implements Digesting {
    private final Hasher hasher;
    private final byte[] buffer;

    private Here(Workspace workspace) {
      this.hasher = workspace.hasher();
      this.buffer = workspace.source();
    }

    @Override
    public byte[] buffer() {
      return buffer;
    }

    @Override
    public void take(int length) {
      hasher.update(buffer, 0, length);
    }

    @Override
    public Digest finish() {
      return hasher.finish();
    }

    @Override
    public void close() {}
  }

  /** In another thread. */
  final class Beside implements Digesting {
    private static final int BUFFERS = 4;
    private static final int END = -1;

    private final Hasher hasher;
    private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<Piece> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Piece present;
    private volatile boolean isGivenUp;
    private volatile @Nullable Throwable failure;

    /** Memory with what was read into it; whoever took it from a queue has it to himself. */
    private static final class Piece {
      private final byte[] buffer;
      private int length;

      Piece(byte[] buffer) {
        this.buffer = buffer;
      }
    }

    private Beside(Workspace workspace, Executor beside) {
      this.hasher = workspace.hasher();
      this.present = new Piece(workspace.source());
      free.add(new Piece(workspace.replica()));
      for (int i = 2; i < BUFFERS; i++) {
        free.add(new Piece(new byte[workspace.source().length]));
      }
      free.add(present);
      beside.execute(this::hash);
    }

    private void hash() {
      try {
        for (Piece piece = filled.take(); piece.length != END; piece = filled.take()) {
          if (!isGivenUp && failure == null) {
            update(piece);
          }
          free.add(piece);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a hasher", e);
      } finally {
        ended.countDown();
      }
    }

    /** The owner is told; it would wait for ever for a thread that has ended. */
    private void update(Piece piece) {
      try {
        hasher.update(piece.buffer, 0, piece.length);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }

    @Override
    public byte[] buffer() {
      try {
        present = free.take();
        return present.buffer;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    }

    @Override
    public void take(int length) {
      present.length = length;
      filled.add(present);
    }

    @Override
    public Digest finish() {
      end();
      if (failure != null) {
        throw new IllegalStateException("the content could not be hashed", failure);
      }
      return hasher.finish();
    }

    /** Nobody else is to use the workspace while the thread does. */
    @Override
    public void close() {
      isGivenUp = true;
      end();
    }

    private void end() {
      if (ended.getCount() > 0) {
        var end = new Piece(new byte[0]);
        end.length = END;
        filled.add(end);
      }
      boolean isInterrupted = false;
      while (ended.getCount() > 0) {
        try {
          ended.await();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
