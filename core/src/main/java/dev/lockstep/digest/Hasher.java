package dev.lockstep.digest;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes digests, one after the other. For one thread. */
public sealed interface Hasher {
  /** A hasher for this algorithm. */
  static Hasher of(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case MD5 -> new Jdk(algorithm, "MD5");
      case SHA256 -> new Jdk(algorithm, "SHA-256");
      case XXH128 -> new Xxh128();
    };
  }

  /** Forgets what was taken since the last digest. */
  void reset();

  /** Takes more content. */
  void update(byte[] bytes, int offset, int length);

  /** The digest of all that was taken; begins anew. */
  Digest finish();

  /** By the digests that every Java platform has. */
  final class Jdk implements Hasher {
    private final DigestAlgorithm algorithm;
    private final MessageDigest digest;

    private Jdk(DigestAlgorithm algorithm, String javaName) {
      this.algorithm = algorithm;
      try {
        this.digest = MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no " + javaName, e);
      }
    }

    @Override
    public void reset() {
      digest.reset();
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public Digest finish() {
      return Digest.of(algorithm, digest.digest());
    }
  }

  /** XXH3 with 128 bits, in the canonical byte order that {@code xxhsum -H2} prints. */
  final class Xxh128 implements Hasher {
    private final HashStream128 stream = Hashing.xxh3_128().hashStream();

    private Xxh128() {}

    @Override
    public void reset() {
      stream.reset();
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      stream.putBytes(bytes, offset, length);
    }

    @Override
    public Digest finish() {
      HashValue128 value = stream.get();
      stream.reset();
      byte[] bytes =
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(value.getMostSignificantBits())
              .putLong(value.getLeastSignificantBits())
              .array();
      return Digest.of(DigestAlgorithm.XXH128, bytes);
    }
  }
}
