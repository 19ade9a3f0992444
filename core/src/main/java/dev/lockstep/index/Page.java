package dev.lockstep.index;

import dev.lockstep.model.Name;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Proofs of one folder, in the order of their names, packed: how many they are, then of each the
 * bytes of its name that the one before has not, and the proof; at the end a CRC-32C of all, and of
 * the key under which the page lies.
 */
final class Page {
  /** A page of this many is read and written in about a millisecond. */
  static final int MOST = 4_096;

  private static final int LONGEST_NAME = 4_096;

  private Page() {}

  private static int checksum(byte[] key, byte[] bytes, int length) {
    var checksum = new CRC32C();
    checksum.update(key);
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private static int shared(byte[] one, int oneLength, byte[] other) {
    int mismatch = Arrays.mismatch(one, 0, oneLength, other, 0, other.length);
    return mismatch < 0 ? other.length : mismatch;
  }

  /** Packs a page. For one thread. */
  static final class Writer {
    private final PackedBytes bytes = PackedBytes.empty();
    private final ProofCodec codec = new ProofCodec(bytes);
    private byte[] before = new byte[0];
    private @Nullable Name first;
    private int count;

    /** Adds a proof; its name comes after all before it. */
    void add(Name name, Proof proof) {
      byte[] now = name.toBytes();
      int shared = shared(before, before.length, now);
      bytes.writeUnsigned(shared);
      bytes.writeUnsigned(now.length - shared);
      bytes.write(now, shared, now.length - shared);
      codec.write(proof);
      before = now;
      if (count++ == 0) {
        first = name;
      }
    }

    int count() {
      return count;
    }

    /** The name that was added first; null if none was. */
    @Nullable Name first() {
      return first;
    }

    /** The page, to lie under this key. */
    byte[] pack(byte[] key) {
      var page = PackedBytes.empty();
      page.writeUnsigned(count);
      page.write(bytes.written(), 0, bytes.position());
      page.writeInt(checksum(key, page.written(), page.position()));
      return page.written();
    }
  }

  /** Unpacks a page. For one thread. */
  static final class Reader {
    private final PackedBytes bytes;
    private final ProofCodec codec;
    private final byte[] name = new byte[LONGEST_NAME];
    private int nameLength;
    private int left;

    /**
     * Begins before the first proof.
     *
     * @throws DamagedException if this is no page of that key
     */
    Reader(byte[] key, byte[] page) {
      int end = page.length - Integer.BYTES;
      if (end < 0 || PackedBytes.reading(page, end).readInt() != checksum(key, page, end)) {
        throw new DamagedException("a page has another checksum");
      }
      this.bytes = PackedBytes.reading(page, 0);
      this.codec = new ProofCodec(bytes);
      this.left = (int) bytes.readUnsigned();
    }

    /** The next name; null at the end. Its {@link #proof} has to be read before the next. */
    @Nullable Name next() {
      if (left == 0) {
        return null;
      }
      left--;
      int shared = (int) bytes.readUnsigned();
      int more = (int) bytes.readUnsigned();
      bytes.readInto(name, shared, more);
      nameLength = shared + more;
      return Name.copyOf(name, 0, nameLength);
    }

    Proof proof() {
      return codec.read();
    }

    /** The proof of this name; null if there is none. Begins where the page is read now. */
    @Nullable Proof find(Name wanted) {
      for (@Nullable Name at = next(); at != null; at = next()) {
        Proof proof = proof();
        if (at.equals(wanted)) {
          return proof;
        }
      }
      return null;
    }
  }
}
