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
  private static final String BY_UUID = "uuid:";

  /** What is said of file systems that come and go, such as tmpfs; it is no evidence. */
  public static final FileSystemIdentity UNKNOWN = new FileSystemIdentity("", "unknown");

  /** One that cannot be told from others, but is mounted on purpose. */
  public static FileSystemIdentity unknown(String shown) {
    return new FileSystemIdentity("", shown);
  }

  /** Whether a mount of it, once seen, is missed when it is not there. */
  public boolean isMissed() {
    return !isSame(UNKNOWN);
  }

  /** Whether the same is said of both. */
  public boolean isSame(FileSystemIdentity other) {
    return key.equals(other.key) && shown.equals(other.shown);
  }

  /** Whether it can be told from others. */
  public boolean isKnown() {
    return !key.isEmpty();
  }

  /** The one that has this UUID. */
  public static FileSystemIdentity ofUuid(String uuid, String shown) {
    return new FileSystemIdentity(BY_UUID + uuid, shown);
  }

  /** Whether it stays the same wherever it is mounted. */
  public boolean isOfUuid() {
    return key.startsWith(BY_UUID);
  }

  /** Whether both are known, and not of the same file system. */
  public boolean differsFrom(FileSystemIdentity other) {
    return isKnown() && other.isKnown() && !key.equals(other.key);
  }
}
