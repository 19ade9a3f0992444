package dev.lockstep.fs;

/**
 * Which file system it is, in a form that survives a reboot and another mount: by its UUID, or
 * where it has none by type, mount source and mount point.
 *
 * @param key equal for the same file system only, by whichever backend it was asked for; empty:
 *     unknown
 * @param shown in words for people, such as {@code ext4 5f3c… (/dev/sda1)}
 */
public record FileSystemIdentity(String key, String shown) {
  /** What is said of file systems that cannot be told from one another; it is no evidence. */
  public static final FileSystemIdentity UNKNOWN = new FileSystemIdentity("", "unknown");

  /** Whether this says anything at all. */
  public boolean isKnown() {
    return !key.isEmpty();
  }

  /** Whether both are known, and not of the same file system. */
  public boolean differsFrom(FileSystemIdentity other) {
    return isKnown() && other.isKnown() && !key.equals(other.key);
  }
}
