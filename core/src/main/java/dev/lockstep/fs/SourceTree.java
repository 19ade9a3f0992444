package dev.lockstep.fs;

import java.io.Closeable;
import java.io.IOException;

/** An open source root. It has no operation that writes. */
public interface SourceTree extends Closeable {
  /** Opens the root folder. */
  SourceDirectory openRoot() throws IOException;

  /** What the root lies on. Asked once in a run at most. */
  default Storage storage() {
    return Storage.UNKNOWN;
  }

  /** Lets go of what the tree holds; folders opened from it are closed by who opened them. */
  @Override
  void close() throws IOException;
}
