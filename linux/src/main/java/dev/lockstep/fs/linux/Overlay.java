package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.model.Name;
import java.io.IOException;

/**
 * Writes a new version over one that shares its blocks with the old: only what differs, so that the
 * rest stays shared. Reads the staged file itself and not the old one, which somebody may change.
 */
final class Overlay {
  /** What is written at the least: a block of most file systems. */
  private static final int PIECE_BYTES = 4096;

  /**
   * After so many bytes it shows whether reading what is there is worth it: a file that is made
   * anew each time, packed or encrypted, has nothing in common with its old version, nor has one
   * from the place on where something was put in.
   */
  private static final long TRIAL_BYTES = 8L << 20;

  private static final int UNREADABLE = -1;

  private final int file;
  private final Name shown;
  private long compared;
  private long written;

  /** For a file that holds the old version. */
  Overlay(int file, Name shown) {
    this.file = file;
    this.shown = shown;
  }

  /**
   * Has these bytes stand at a position.
   *
   * @param data as many bytes of memory to work in
   * @return whether they do; if not, nothing was written, and what follows is not worth comparing,
   *     or cannot be read
   */
  boolean write(byte[] buffer, int offset, int count, long data, long position) throws IOException {
    int known = isWorthReading() ? read(data, count, position) : UNREADABLE;
    if (known == UNREADABLE) {
      return false;
    }
    compared += count;
    int begin = 0;
    for (int at = 0; at < count; at = next(at, count)) {
      int end = next(at, count);
      if (end <= known && Memory.isEqual(data + at, buffer, offset + at, end - at)) {
        writePiece(buffer, offset, begin, at, data, position);
        begin = end;
      }
    }
    writePiece(buffer, offset, begin, count, data, position);
    return true;
  }

  private void writePiece(byte[] buffer, int offset, int begin, int end, long data, long position)
      throws IOException {
    if (begin < end) {
      Memory.copy(buffer, offset + begin, end - begin, data + begin);
      Calls.writeAll(file, data + begin, end - begin, position + begin, shown);
      written += end - begin;
    }
  }

  private boolean isWorthReading() {
    return compared < TRIAL_BYTES || written < compared / 4 * 3;
  }

  private static int next(int at, int end) {
    return Math.min(at + PIECE_BYTES, end);
  }

  /** Reads what stands there; gives how much that is. */
  private int read(long data, int count, long position) {
    int got = 0;
    while (got < count) {
      long part = Libc.pread(file, data + got, count - got, position + got);
      if (part < 0) {
        return UNREADABLE; // The disk does not give back the old version any more.
      }
      if (part == 0) {
        break;
      }
      got += (int) part;
    }
    return got;
  }
}
