package dev.lockstep.testkit;

import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.StampEvidence;
import java.io.IOException;

/** Stands before every operation of a {@link FaultyProvider}. Called by several threads. */
@FunctionalInterface
public interface Gate {
  /** Lets all pass. */
  Gate OPEN = operation -> {};

  /**
   * Lets the operation pass, does something before it, or makes it fail.
   *
   * @throws IOException in place of the operation
   */
  void before(Operation operation) throws IOException;

  /**
   * Whether things may be left open, as by a process that dies. The system would close them, and
   * with them end its locks, which cannot be played: so nothing is locked in this case.
   */
  default boolean mayLeaveOpen() {
    return false;
  }

  /**
   * Sees, and may falsify, what was read of a file.
   *
   * @param file the file that was read, open
   * @param got how many bytes were read
   */
  default void afterRead(Operation operation, ReadableFile file, byte[] buffer, int offset, int got)
      throws IOException {}

  /** Says how far stamps can be trusted, in place of the backend. */
  default StampEvidence stampEvidence(StampEvidence found) throws IOException {
    return found;
  }

  /** Whether the process is taken for dead, so that nothing is undone any more. */
  default boolean isDead() {
    return false;
  }
}
