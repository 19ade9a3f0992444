package dev.lockstep.digest;

import dev.lockstep.model.Digest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
        // No more threads or memory are to be had; then it takes longer.
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
    private static final Piece END = new Piece(new byte[0]);

    private final Hasher hasher;
    private final BlockingQueue<Piece> free = new LinkedBlockingQueue<>();
    private final BlockingQueue<Piece> filled = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> hashed;
    private Piece present;
    private boolean isEnded;
    private volatile boolean isGivenUp;

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
      workspace.large().forEach(buffer -> free.add(new Piece(buffer)));
      this.present = END;
      this.hashed = CompletableFuture.runAsync(this::hash, beside);
    }

    private void hash() {
      for (Piece piece = next(filled); piece != END; piece = next(filled)) {
        if (piece != null) {
          if (!isGivenUp) {
            hasher.update(piece.buffer, 0, piece.length);
          }
          free.add(piece);
        }
      }
    }

    @Override
    public byte[] buffer() {
      Piece piece = next(free);
      while (piece == null) {
        if (hashed.isDone()) {
          throw new IllegalStateException("hashing ended early", failure());
        }
        piece = next(free);
      }
      present = piece;
      return piece.buffer;
    }

    @Override
    public void take(int length) {
      present.length = length;
      filled.add(present);
    }

    @Override
    public Digest finish() {
      end();
      hashed.join();
      return hasher.finish();
    }

    /** Nobody else is to use the workspace while the thread does. */
    @Override
    public void close() {
      isGivenUp = true;
      end();
      failure();
    }

    private void end() {
      if (!isEnded) {
        isEnded = true;
        filled.add(END);
      }
    }

    /** What ended the hashing, once it has ended. */
    private @Nullable Throwable failure() {
      return hashed.handle((_, failure) -> failure).join();
    }

    /** The next one, unless it takes long; an interrupt ends nothing here. */
    private static @Nullable Piece next(BlockingQueue<Piece> queue) {
      boolean isInterrupted = false;
      try {
        while (true) {
          try {
            return queue.poll(1, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            isInterrupted = true;
          }
        }
      } finally {
        if (isInterrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
