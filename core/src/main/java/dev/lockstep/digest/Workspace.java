package dev.lockstep.digest;

import dev.lockstep.model.DigestAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * The memory in which one worker reads, compares and hashes; made once and used for every file. For
 * one thread.
 */
public final class Workspace {
  /**
   * How much is read at a time: from 128 KiB on a larger buffer gains nothing on local file
   * systems.
   */
  private static final int BUFFER_BYTES = 256 * 1024;

  /**
   * The same for large files, which are written past the page cache: 4 of 2 GiB take 8.4 s in place
   * of 9.1 so, and no less with 2 MiB, or with more than four pieces.
   */
  private static final int LARGE_BYTES = 1024 * 1024;

  private static final int LARGE_PIECES = 4;

  private final byte[] source = new byte[BUFFER_BYTES];
  private final byte[] replica = new byte[BUFFER_BYTES];
  private final Hasher hasher;
  private final Meter meter;
  private final Optional<Executor> beside;
  private List<byte[]> large = List.of();

  /** One whose work nobody measures. */
  public Workspace(DigestAlgorithm algorithm) {
    this(algorithm, new Meter());
  }

  public Workspace(DigestAlgorithm algorithm, Meter meter) {
    this(algorithm, meter, Optional.empty());
  }

  /**
   * One that may hash beside its worker.
   *
   * @param beside runs a task on a thread of its own at once; throws OutOfMemoryError if there is
   *     none to be had
   */
  public Workspace(DigestAlgorithm algorithm, Meter meter, Executor beside) {
    this(algorithm, meter, Optional.of(beside));
  }

  private Workspace(DigestAlgorithm algorithm, Meter meter, Optional<Executor> beside) {
    this.hasher = Hasher.of(algorithm);
    this.meter = meter;
    this.beside = beside;
  }

  /** For bytes of the source. */
  public byte[] source() {
    return source;
  }

  /** For bytes of the replica; as long as {@link #source}. */
  public byte[] replica() {
    return replica;
  }

  /** For pieces of a large file that one thread reads and another hashes. */
  List<byte[]> large() {
    if (large.isEmpty()) {
      large = Stream.generate(() -> new byte[LARGE_BYTES]).limit(LARGE_PIECES).toList();
    }
    return large;
  }

  /** The hasher, reset. */
  public Hasher hasher() {
    hasher.reset();
    return hasher;
  }

  /** What runs a task beside the worker, if anything may. */
  Optional<Executor> beside() {
    return beside;
  }

  /** Counts what is read and copied. */
  public Meter meter() {
    return meter;
  }
}
