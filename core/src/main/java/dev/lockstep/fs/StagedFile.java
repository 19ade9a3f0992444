package dev.lockstep.fs;

import java.io.IOException;

/** A file on its way: written from its beginning, then given its metadata, then committed. */
public interface StagedFile extends Staged {
  /** Writes all these bytes. */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Writes this many zeros, as a hole where the file system has such.
   *
   * @param length 1 or more
   */
  default void writeHole(long length) throws IOException {
    byte[] zeros = new byte[(int) Math.min(length, 64 * 1024)];
    for (long left = length; left > 0; left -= zeros.length) {
      write(zeros, 0, (int) Math.min(left, zeros.length));
    }
  }

  /**
   * Sees to it that a {@link ReplicaTree#flush} covers the content, where it does not do so by
   * itself. Called when all is written.
   *
   * @throws IOException if some of it may be lost
   */
  default void prepareFlush() throws IOException {}

  /**
   * Has the content on the disk by the time that {@link #setMetadata} is done, with the metadata
   * where a later commit could be on the disk without them. Called when all is written.
   *
   * @throws IOException if some of it may be lost, as {@code setMetadata} does too
   */
  void flushWithMetadata() throws IOException;

  /**
   * Takes over all of a file's content at once by sharing its blocks, before anything was written.
   *
   * @param source a file of any backend
   * @return whether it did; if not, nothing was written
   */
  default boolean shareContent(ReadableFile source) throws IOException {
    return false;
  }

  /**
   * Takes over the old version's content by sharing its blocks, before anything was written. What
   * is written then changes only what differs, so that the rest takes no room a second time; what
   * lies behind the last byte written is cut off.
   *
   * @param old a file of any backend
   * @return whether it did; if not, nothing was written
   */
  default boolean beginWith(ReadableFile old) throws IOException {
    return false;
  }
}
