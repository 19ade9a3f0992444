package dev.lockstep.fs.linux;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of a type of file system, and cannot be found out without writing. Types are told
 * by the magic numbers of {@code linux/magic.h} and statfs(2).
 */
enum FileSystemType {
  /** ext2, ext3 and ext4, which have one number. */
  EXT,
  XFS,
  BTRFS,
  TMPFS,
  F2FS,
  /** FAT in all its forms: no links, owners or modes; a name has one case. */
  FAT,
  /** Any other: taken for one that holds all. */
  OTHER;

  private static final Map<Long, FileSystemType> BY_MAGIC =
      Map.of(
          0xef53L, EXT,
          0x58465342L, XFS,
          0x9123683eL, BTRFS,
          0x01021994L, TMPFS,
          0x858458f6L, TMPFS,
          0xf2f52010L, F2FS,
          0x4d44L, FAT,
          0x2011bab0L, FAT);

  /** From when to when times are kept. */
  record Range(Instant earliest, Instant latest) {}

  /** The type of this number. */
  static FileSystemType of(long magic) {
    return BY_MAGIC.getOrDefault(magic, OTHER);
  }

  /**
   * From when to when this type keeps times, as formatted by the tools of today: ext4 a signed
   * second of 32 bits and two bits more (Documentation/filesystems/ext4/inodes.rst), XFS unsigned
   * nanoseconds from there on (fs/xfs/libxfs/xfs_format.h), FAT seven bits of years.
   */
  Range range() {
    Instant start = Instant.parse("1901-12-13T20:45:52Z");
    return switch (this) {
      case EXT -> new Range(start, Instant.parse("2446-05-10T22:38:55.999999999Z"));
      case XFS -> new Range(start, Instant.parse("2486-07-02T20:20:24.999999999Z"));
      case FAT ->
          new Range(Instant.parse("1980-01-01T00:00:00Z"), Instant.parse("2107-12-31T23:59:58Z"));
      case BTRFS, TMPFS, F2FS, OTHER -> new Range(Instant.MIN, Instant.MAX);
    };
  }

  /** Whether two names can be exchanged in one step. */
  boolean exchanges() {
    return switch (this) {
      case EXT, XFS, BTRFS, TMPFS, F2FS -> true;
      case FAT, OTHER -> false;
    };
  }

  /** Whether files may share blocks, if this very file system was made so. */
  boolean mayShare() {
    return this == BTRFS || this == XFS || this == OTHER;
  }
}
