package dev.lockstep.spill;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Records kept in the order in which they were added, in memory as long as they are few. Adding is
 * safe for several threads; reading begins when all has been added.
 */
public final class RecordLog implements Closeable {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int READ_BYTES = 64 * 1024;

  private final Path spillFolder;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable SpillFile file;
  private long count;

  /**
   * Makes an empty log.
   *
   * @param spillFolder where a file is made if memory does not suffice
   */
  public RecordLog(Path spillFolder) {
    this.spillFolder = spillFolder;
  }

  /** Writes one record. */
  @FunctionalInterface
  public interface RecordWriter {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads one record: just what was written of it. */
  @FunctionalInterface
  public interface RecordReader {
    void read(DataInputStream in) throws IOException;
  }

  /** Adds what the writer writes as one record. */
  public synchronized void add(RecordWriter writer) throws IOException {
    writer.write(new DataOutputStream(memory));
    count++;
    if (memory.size() >= MOST_BYTES) {
      spill();
    }
  }

  /** How many records there are. */
  public synchronized long count() {
    return count;
  }

  /** Reads every record in turn. */
  public synchronized void forEach(RecordReader reader) throws IOException {
    if (file != null) {
      spill();
    }
    InputStream bytes =
        file == null
            ? new ByteArrayInputStream(memory.toByteArray())
            : new BufferedInputStream(file.fromTheBeginning(), READ_BYTES);
    var in = new DataInputStream(bytes);
    for (long i = 0; i < count; i++) {
      reader.read(in);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private void spill() throws IOException {
    if (file == null) {
      file = SpillFile.create(spillFolder);
    }
    file.append(memory.toByteArray(), 0, memory.size());
    memory.reset();
  }
}
