package dev.lockstep.fs;

import java.io.Closeable;
import java.io.IOException;

/** An open replica root. */
public interface ReplicaTree extends Closeable {
  /** Opens the root folder. */
  ReplicaDirectory openRoot() throws IOException;

  /** What this replica can hold and what is guaranteed for it, probed once. */
  Capabilities capabilities();

  /** Lets go of what the tree holds; folders opened from it are closed by who opened them. */
  @Override
  void close() throws IOException;
}
