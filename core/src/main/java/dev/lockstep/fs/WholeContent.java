package dev.lockstep.fs;

import java.io.IOException;
import java.util.Arrays;

/**
 * A file's content with zeros where it has holes; these are not read. For one thread; who opened
 * the file closes it.
 */
public final class WholeContent {
  private final ReadableFile file;
  private final boolean sparse;
  private long zeros;

  /**
   * The content of a file from its beginning.
   *
   * @param sparse whether it may have holes
   */
  public WholeContent(ReadableFile file, boolean sparse) {
    this.file = file;
    this.sparse = sparse;
  }

  /**
   * Reads a bufferful, or up to the end.
   *
   * @return how many bytes: fewer than the buffer has at the end
   */
  public int read(byte[] buffer) throws IOException {
    int filled = 0;
    while (filled < buffer.length) {
      if (sparse && zeros == 0) {
        zeros = file.skipHole();
      }
      int got;
      if (zeros > 0) {
        got = (int) Math.min(zeros, buffer.length - filled);
        Arrays.fill(buffer, filled, filled + got, (byte) 0);
        zeros -= got;
      } else {
        got = file.read(buffer, filled, buffer.length - filled);
      }
      if (got < 0) {
        break;
      }
      filled += got;
    }
    return filled;
  }
}
