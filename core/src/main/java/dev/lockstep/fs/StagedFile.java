package dev.lockstep.fs;

import java.io.IOException;

/** A file on its way: written from its beginning, then given its metadata, then committed. */
public interface StagedFile extends Staged {
  /** Writes all these bytes. */
  void write(byte[] buffer, int offset, int length) throws IOException;
}
