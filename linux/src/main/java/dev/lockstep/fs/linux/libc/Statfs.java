package dev.lockstep.fs.linux.libc;

/**
 * What {@link Libc#fstatfs} has written at an address: {@code struct statfs} of the kernel's {@code
 * asm-generic/statfs.h}, which is the same on x86-64 and arm64.
 */
public final class Statfs {
  /** Room for it, in bytes: 120, rounded up. */
  public static final int SIZE = 128;

  private Statfs() {}

  /** The file system's type: a magic number of {@code linux/magic.h}. */
  public static long type(long statfs) {
    return Memory.getLong(statfs);
  }

  /** The preferred size of a transfer, in bytes. */
  public static long bsize(long statfs) {
    return Memory.getLong(statfs + 8);
  }

  /** All of the space, in units of {@link #frsize}. */
  public static long blocks(long statfs) {
    return Memory.getLong(statfs + 16);
  }

  /** The free space, in units of {@link #frsize}. */
  public static long bfree(long statfs) {
    return Memory.getLong(statfs + 24);
  }

  /** The space free to users other than root, in units of {@link #frsize}. */
  public static long bavail(long statfs) {
    return Memory.getLong(statfs + 32);
  }

  /** The longest name, in bytes. */
  public static long namelen(long statfs) {
    return Memory.getLong(statfs + 64);
  }

  /** The unit of space, in bytes. */
  public static long frsize(long statfs) {
    return Memory.getLong(statfs + 72);
  }

  /** {@code ST_} bits of the mount, such as {@link Constants#ST_RDONLY}. */
  public static long flags(long statfs) {
    return Memory.getLong(statfs + 80);
  }
}
