package dev.lockstep.fs.linux.libc;

/**
 * What {@link Libc#statx} has written at an address: {@code struct statx} of the kernel's {@code
 * linux/stat.h}, the same on every machine. A field counts only if its bit is in {@link #mask}.
 */
public final class Statx {
  /** Its size in bytes. */
  public static final int SIZE = 256;

  private Statx() {}

  /** Which fields are filled in: {@code STATX_} bits. */
  public static int mask(long statx) {
    return Memory.getInt(statx);
  }

  /** {@code STATX_ATTR_} bits that are set; see {@link #attributesMask}. */
  public static long attributes(long statx) {
    return Memory.getLong(statx + 8);
  }

  /** The {@code STATX_ATTR_} bits that the file system knows. */
  public static long attributesMask(long statx) {
    return Memory.getLong(statx + 56);
  }

  /** The number of hard links, unsigned. */
  public static int nlink(long statx) {
    return Memory.getInt(statx + 16);
  }

  /** The owner's number, unsigned. */
  public static int uid(long statx) {
    return Memory.getInt(statx + 20);
  }

  /** The group's number, unsigned. */
  public static int gid(long statx) {
    return Memory.getInt(statx + 24);
  }

  /** The type, under {@link Constants#S_IFMT}, and the twelve bits of permission. */
  public static int mode(long statx) {
    return Short.toUnsignedInt(Memory.getShort(statx + 28));
  }

  /** The inode's number, unsigned. */
  public static long ino(long statx) {
    return Memory.getLong(statx + 32);
  }

  /** The size in bytes. */
  public static long size(long statx) {
    return Memory.getLong(statx + 40);
  }

  /** What is allocated, in units of 512 bytes. */
  public static long blocks(long statx) {
    return Memory.getLong(statx + 48);
  }

  /** The last access: seconds since 1970. */
  public static long atimeSeconds(long statx) {
    return Memory.getLong(statx + 64);
  }

  /** The last access: nanoseconds within the second. */
  public static int atimeNanos(long statx) {
    return Memory.getInt(statx + 72);
  }

  /** The creation: seconds since 1970. */
  public static long btimeSeconds(long statx) {
    return Memory.getLong(statx + 80);
  }

  /** The creation: nanoseconds within the second. */
  public static int btimeNanos(long statx) {
    return Memory.getInt(statx + 88);
  }

  /** The last change of the inode: seconds since 1970. */
  public static long ctimeSeconds(long statx) {
    return Memory.getLong(statx + 96);
  }

  /** The last change of the inode: nanoseconds within the second. */
  public static int ctimeNanos(long statx) {
    return Memory.getInt(statx + 104);
  }

  /** The last modification: seconds since 1970. */
  public static long mtimeSeconds(long statx) {
    return Memory.getLong(statx + 112);
  }

  /** The last modification: nanoseconds within the second. */
  public static int mtimeNanos(long statx) {
    return Memory.getInt(statx + 120);
  }

  /** The first number of the device that a device node stands for. */
  public static int rdevMajor(long statx) {
    return Memory.getInt(statx + 128);
  }

  /** The second number of the device that a device node stands for. */
  public static int rdevMinor(long statx) {
    return Memory.getInt(statx + 132);
  }

  /** The device that a device node stands for, as {@link Libc#mknodat} takes it. */
  public static long rdev(long statx) {
    return device(rdevMajor(statx), rdevMinor(statx));
  }

  /** The first part of the device number of the file system. */
  public static int devMajor(long statx) {
    return Memory.getInt(statx + 136);
  }

  /** The second part of the device number of the file system. */
  public static int devMinor(long statx) {
    return Memory.getInt(statx + 140);
  }

  /** The device that the file system is on, as st_dev of stat(2). */
  public static long dev(long statx) {
    return device(Memory.getInt(statx + 136), Memory.getInt(statx + 140));
  }

  /** The mount's number, as in {@code /proc/self/mountinfo}. Since Linux 5.8. */
  public static long mntId(long statx) {
    return Memory.getLong(statx + 144);
  }

  /** One number from a major and a minor one, packed as makedev(3) does. */
  public static long device(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return (high & ~0xfffL) << 32 | (high & 0xfff) << 8 | (low & ~0xffL) << 12 | (low & 0xff);
  }
}
