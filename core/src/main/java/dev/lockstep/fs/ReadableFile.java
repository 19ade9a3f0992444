package dev.lockstep.fs;

import dev.lockstep.model.Entry;
import dev.lockstep.model.ExtendedAttributes;
import java.io.Closeable;
import java.io.IOException;

/** An open regular file, read from its beginning to its end by one thread. */
public interface ReadableFile extends Closeable {
  /**
   * Looks at the file anew: its metadata and stamp now.
   *
   * @throws IOException also if what was opened is no regular file
   */
  Entry.File entry() throws IOException;

  /**
   * Reads the next bytes into the array.
   *
   * @return how many, at least one; -1 at the end
   */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Passes over the hole that begins where the next byte would be read. Who has asked once asks
   * before each reading, which ends where the next hole begins.
   *
   * @return how many zeros were passed over; 0 if data follows, or the end, or holes cannot be told
   */
  default long skipHole() throws IOException {
    return 0;
  }

  /**
   * Has what is read from now on come from the disk, as far as the system can be asked for that:
   * what it keeps in memory hides what has become of the disk. Changes nothing else.
   */
  default void forgetCached() {}

  /** Reads the file's extended attributes; unknown where this backend reads none. */
  default ExtendedAttributes attributes() throws IOException {
    return ExtendedAttributes.UNKNOWN;
  }
}
