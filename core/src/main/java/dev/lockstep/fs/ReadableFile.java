package dev.lockstep.fs;

import dev.lockstep.model.Entry;
import java.io.Closeable;
import java.io.IOException;

/** An open regular file, read from its beginning to its end by one thread. */
public interface ReadableFile extends Closeable {
  /** Looks at the file anew: its metadata and stamp now. */
  Entry.File entry() throws IOException;

  /**
   * Reads the next bytes into the array.
   *
   * @return how many, at least one; -1 at the end
   */
  int read(byte[] buffer, int offset, int length) throws IOException;
}
