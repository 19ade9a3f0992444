package dev.lockstep.spill;

import java.io.IOException;
import java.util.Arrays;

/** Reads back records that a {@link RecordSorter} has put in order on disk. For one thread. */
final class RunReader implements Comparable<RunReader> {
  /** What the readers of one sorter hold together, each within its bounds. */
  private static final int ALL_BYTES = 4 * 1024 * 1024;

  private static final int MOST_BYTES = 16 * 1024;
  private static final int LEAST_BYTES = 512;

  private final SpillFile file;
  private final long end;
  private final int rank;
  private final byte[] buffer;
  private long filePosition;
  private int position;
  private int filled;
  private byte[] current;

  /**
   * Begins with the first of the records, of which there is at least one.
   *
   * @param rank which run this is
   * @param runs how many there are
   */
  RunReader(SpillFile file, long start, long end, int rank, int runs) throws IOException {
    this.buffer = new byte[Math.clamp(ALL_BYTES / runs, LEAST_BYTES, MOST_BYTES)];
    this.rank = rank;
    this.file = file;
    this.filePosition = start;
    this.end = end;
    this.current = read();
  }

  /** The record not yet passed. */
  byte[] current() {
    return current;
  }

  /** Passes the current record; false if it was the last. */
  boolean advance() throws IOException {
    if (position == filled && filePosition == end) {
      return false;
    }
    current = read();
    return true;
  }

  /** By their current records; equal ones by the order of the runs. */
  @Override
  public int compareTo(RunReader other) {
    int order = Arrays.compareUnsigned(current, other.current);
    return order != 0 ? order : Integer.compare(rank, other.rank);
  }

  private byte[] read() throws IOException {
    int length = nextByte() << 24 | nextByte() << 16 | nextByte() << 8 | nextByte();
    byte[] bytes = new byte[length];
    for (int got = 0; got < length; ) {
      fill();
      int part = Math.min(length - got, filled - position);
      System.arraycopy(buffer, position, bytes, got, part);
      position += part;
      got += part;
    }
    return bytes;
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
