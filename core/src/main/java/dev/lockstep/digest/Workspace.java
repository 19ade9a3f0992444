package dev.lockstep.digest;

import dev.lockstep.model.DigestAlgorithm;

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

  private final byte[] source = new byte[BUFFER_BYTES];
  private final byte[] replica = new byte[BUFFER_BYTES];
  private final Hasher hasher;
  private final Meter meter;

  /** One whose work nobody measures. */
  public Workspace(DigestAlgorithm algorithm) {
    this(algorithm, new Meter());
  }

  public Workspace(DigestAlgorithm algorithm, Meter meter) {
    this.hasher = Hasher.of(algorithm);
    this.meter = meter;
  }

  /** For bytes of the source. */
  public byte[] source() {
    return source;
  }

  /** For bytes of the replica; as long as {@link #source}. */
  public byte[] replica() {
    return replica;
  }

  /** The hasher, reset. */
  public Hasher hasher() {
    hasher.reset();
    return hasher;
  }

  /** Counts what is read and copied. */
  public Meter meter() {
    return meter;
  }
}
