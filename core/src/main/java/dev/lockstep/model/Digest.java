package dev.lockstep.model;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a digest algorithm makes of a file's content. */
public final class Digest {
  private final DigestAlgorithm algorithm;
  private final byte[] bytes;

  private Digest(DigestAlgorithm algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  /**
   * The digest of these bytes.
   *
   * @throws IllegalArgumentException if the algorithm's digests have another length
   */
  public static Digest of(DigestAlgorithm algorithm, byte[] bytes) {
    if (bytes.length != algorithm.length()) {
      throw new IllegalArgumentException(
          algorithm.word() + " digests do not have " + bytes.length + " bytes");
    }
    return new Digest(algorithm, bytes.clone());
  }

  public DigestAlgorithm algorithm() {
    return algorithm;
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes in lower-case hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && algorithm == digest.algorithm
        && Arrays.equals(bytes, digest.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return algorithm.word() + " " + hex();
  }
}
