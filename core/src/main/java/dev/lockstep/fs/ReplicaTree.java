package dev.lockstep.fs;

import java.io.Closeable;
import java.io.IOException;

/** An open replica root. */
public interface ReplicaTree extends Closeable {
  /** Opens the root folder. */
  ReplicaDirectory openRoot() throws IOException;

  /** What this replica can hold and what is guaranteed for it, probed once. */
  Capabilities capabilities();

  /**
   * Waits until all that was made through this tree is on the disk, with the names that were
   * committed. For one thread at a time; others may go on, and what they make meanwhile may be
   * covered or not.
   *
   * @throws IOException if some of it may be lost; that a second call succeeds proves nothing,
   *     since the system tells a failure once and forgets what it could not write
   */
  void flush() throws IOException;

  /**
   * Has {@link #flush} cover this folder's file system too. Called for each folder on another one
   * than its parent's, before anything is made in it.
   */
  default void alsoFlush(ReplicaDirectory folder) throws IOException {}

  /**
   * Asks for the lock that keeps other runs away from this replica, however they reached it and
   * whoever started them; does not wait. It ends when the tree is closed, or with the process.
   */
  default RootLock tryLock() throws IOException {
    return new RootLock.Unsupported();
  }

  /** What the root lies on. Asked once in a run at most. */
  default Storage storage() {
    return Storage.UNKNOWN;
  }

  /** Lets go of what the tree holds; folders opened from it are closed by who opened them. */
  @Override
  void close() throws IOException;
}
