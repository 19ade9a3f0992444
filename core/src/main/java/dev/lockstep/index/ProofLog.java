package dev.lockstep.index;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.RecordSorter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What has been proven since the store was last changed, in order of folders and names; of what was
 * said twice of one name, the last counts. In memory as long as it is little. Adding is safe for
 * several threads; who reads begins when all has been added.
 */
public final class ProofLog implements Closeable {
  private static final int MOST_BYTES = 2 * 1024 * 1024;
  private static final int END = 0;
  private static final int GONE = 0;
  private static final int PROVEN = 1;

  private final RecordSorter<Update> sorter;
  private long count;
  private long bytes;
  private @Nullable IOException failure;
  private RelativePath lastFolder = RelativePath.ROOT;
  private byte[] lastKey = PageKey.of(RelativePath.ROOT);

  /**
   * Makes an empty log.
   *
   * @param spillFolder where a file is made if memory does not suffice
   */
  public ProofLog(Path spillFolder) {
    this.sorter = new RecordSorter<>(spillFolder, MOST_BYTES, ProofLog::read);
  }

  /** What became of a name. */
  static final class Update {
    private final byte[] folder;
    private final Name name;
    private final @Nullable Proof proof;

    private Update(byte[] folder, Name name, @Nullable Proof proof) {
      this.folder = folder;
      this.name = name;
      this.proof = proof;
    }

    /** The key of its folder, not to be changed. */
    byte[] folder() {
      return folder;
    }

    Name name() {
      return name;
    }

    /** What was proven of it; null: there is nothing of that name any more. */
    @Nullable Proof proof() {
      return proof;
    }
  }

  /** Takes note of a proof. */
  public synchronized void put(RelativePath folder, Name name, Proof proof) {
    add(folder, name, proof);
  }

  /** Takes note that a name, and all that it led to, is gone. */
  public synchronized void gone(RelativePath folder, Name name) {
    add(folder, name, null);
  }

  /** Whether it is more than a store should have in memory only. */
  public synchronized boolean isLarge() {
    return bytes >= ProofStore.MOST_UNSAVED_BYTES;
  }

  /** Whether nothing was added. */
  public synchronized boolean isEmpty() {
    return count == 0;
  }

  /**
   * Begins to read.
   *
   * @throws IOException if there was no room for all that was added
   */
  synchronized void sort() throws IOException {
    if (failure != null) {
      throw failure;
    }
    sorter.sort();
  }

  /** The next in order; null at the end. */
  @Nullable Update next() throws IOException {
    return sorter.next();
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }

  /** What there is no room for is missed when it is read: adding is no reason to end a run. */
  private void add(RelativePath folder, Name name, @Nullable Proof proof) {
    if (failure != null) {
      return;
    }
    if (!folder.equals(lastFolder)) {
      lastKey = PageKey.of(folder);
      lastFolder = folder;
    }
    var packed = PackedBytes.empty();
    byte[] spelled = name.toBytes();
    packed.write(lastKey, 0, lastKey.length);
    packed.write(spelled, 0, spelled.length);
    packed.writeByte(END);
    packed.writeLong(count++);
    packed.writeByte(proof == null ? GONE : PROVEN);
    if (proof != null) {
      new ProofCodec(packed).write(proof);
    }
    byte[] record = packed.written();
    bytes += record.length;
    try {
      sorter.add(record, 0, record.length);
    } catch (UncheckedIOException e) {
      failure = e.getCause();
    }
  }

  /** A key ends with two of what a name ends with one of, but for the root's. */
  private static Update read(byte[] record, int offset, int unused) {
    int keyEnd = offset;
    if (record[keyEnd] == END) {
      keyEnd++;
    } else {
      while (record[keyEnd] != END || record[keyEnd - 1] != END) {
        keyEnd++;
      }
      keyEnd++;
    }
    int nameEnd = keyEnd;
    while (record[nameEnd] != END) {
      nameEnd++;
    }
    var rest = PackedBytes.reading(record, nameEnd + 1 + Long.BYTES);
    byte[] key = Arrays.copyOfRange(record, offset, keyEnd);
    Name name = Name.copyOf(record, keyEnd, nameEnd - keyEnd);
    return new Update(key, name, rest.readByte() == GONE ? null : new ProofCodec(rest).read());
  }
}
