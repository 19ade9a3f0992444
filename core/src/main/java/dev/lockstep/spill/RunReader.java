package dev.lockstep.spill;

import dev.lockstep.model.Name;
import java.io.IOException;

/** Reads back names that a {@link NameSorter} has put in order on disk. For one thread. */
final class RunReader {
  private static final int READ_BYTES = 16 * 1024;

  private final SpillFile file;
  private final long end;
  private final byte[] buffer = new byte[READ_BYTES];
  private long filePosition;
  private int position;
  private int filled;
  private Name current;

  /** Begins with the first of the names, of which there is at least one. */
  RunReader(SpillFile file, long start, long end) throws IOException {
    this.file = file;
    this.filePosition = start;
    this.end = end;
    this.current = read();
  }

  /** The name not yet passed. */
  Name current() {
    return current;
  }

  /** Passes the current name; false if it was the last. */
  boolean advance() throws IOException {
    if (position == filled && filePosition == end) {
      return false;
    }
    current = read();
    return true;
  }

  private Name read() throws IOException {
    int length = nextByte() << 8 | nextByte();
    byte[] bytes = new byte[length];
    for (int got = 0; got < length; ) {
      fill();
      int part = Math.min(length - got, filled - position);
      System.arraycopy(buffer, position, bytes, got, part);
      position += part;
      got += part;
    }
    return Name.of(bytes);
  }

  private int nextByte() throws IOException {
    fill();
    return buffer[position++] & 0xff;
  }

  private void fill() throws IOException {
    if (position == filled) {
      filled = file.read(buffer, filePosition, end);
      filePosition += filled;
      position = 0;
    }
  }
}
