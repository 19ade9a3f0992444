package dev.lockstep.fs;

import java.nio.file.FileSystemException;

/** Says that there is no room left: on the disk, or within the user's quota. */
public final class NoSpaceException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  private final boolean isOfQuota;

  private NoSpaceException(String path, String reason, boolean isOfQuota) {
    super(path, null, reason);
    this.isOfQuota = isOfQuota;
  }

  /**
   * The disk is full.
   *
   * @param path for which entry, as far as known
   */
  public static NoSpaceException ofDisk(String path) {
    return new NoSpaceException(path, "no space left on the device", false);
  }

  /** The user may not take more of the disk, whatever is free. */
  public static NoSpaceException ofQuota(String path) {
    return new NoSpaceException(path, "the disk quota is used up", true);
  }

  /** Whether what is free on the disk says nothing. */
  public boolean isOfQuota() {
    return isOfQuota;
  }
}
