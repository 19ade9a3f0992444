package dev.lockstep.fs;

import java.nio.file.FileSystemException;

/** Says that the replica, or the backend in use, cannot hold an entry as the source has it. */
public final class UncarriableException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what cannot be held.
   *
   * @param reason one clause that may be shown
   */
  public UncarriableException(String reason) {
    super(null, null, reason);
  }
}
