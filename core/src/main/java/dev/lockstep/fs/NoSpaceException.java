package dev.lockstep.fs;

import java.nio.file.FileSystemException;

/** Says that there is no room left: on the disk, or within the user's quota. */
public final class NoSpaceException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /**
   * Says it of an entry.
   *
   * @param path which one, as far as known
   * @param reason one clause that may be shown
   */
  public NoSpaceException(String path, String reason) {
    super(path, null, reason);
  }
}
