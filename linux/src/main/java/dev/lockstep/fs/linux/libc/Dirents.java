package dev.lockstep.fs.linux.libc;

/**
 * The entries that {@link Libc#getdents64} has written to a buffer: {@code struct linux_dirent64}
 * of getdents(2), the same on every machine. To walk over the {@code filled} bytes:
 *
 * <pre>{@code
 * for (long at = buffer; at < buffer + filled; at = Dirents.next(at)) …
 * }</pre>
 */
public final class Dirents {
  private static final int OFFSET_OF_NAME = 19;

  private Dirents() {}

  /** Where the entry after this one begins. */
  public static long next(long entry) {
    return entry + reclen(entry);
  }

  /** The inode's number, unsigned; at a mount point, of the folder under it. */
  public static long ino(long entry) {
    return Memory.getLong(entry);
  }

  /** Where in the folder the next entry is found, for {@link Libc#lseek}. */
  public static long off(long entry) {
    return Memory.getLong(entry + 8);
  }

  /** The entry's size in bytes. */
  public static int reclen(long entry) {
    return Short.toUnsignedInt(Memory.getShort(entry + 16));
  }

  /** A {@code DT_} constant; {@link Constants#DT_UNKNOWN} where the file system does not tell. */
  public static int type(long entry) {
    return Memory.getByte(entry + 18);
  }

  /** Where the name begins. */
  public static long name(long entry) {
    return entry + OFFSET_OF_NAME;
  }

  /** The name's length in bytes, without the NUL after it. */
  public static int nameLength(long entry) {
    return Memory.lengthOfText(name(entry), reclen(entry) - OFFSET_OF_NAME);
  }

  /** Whether it is the folder itself or the one above: {@code .} or {@code ..}. */
  public static boolean isDots(long entry) {
    long name = name(entry);
    if (Memory.getByte(name) != '.') {
      return false;
    }
    byte second = Memory.getByte(name + 1);
    return second == 0 || (second == '.' && Memory.getByte(name + 2) == 0);
  }
}
