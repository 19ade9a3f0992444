package dev.lockstep.fs.linux;

import dev.lockstep.fs.StampEvidence;
import dev.lockstep.fs.nio.Timekeeping;
import java.time.Duration;
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
  /** tmpfs and ramfs. */
  TMPFS,
  F2FS,
  /** FAT in all its forms: no links, owners or modes; a name has one case. */
  FAT,
  /** NTFS, and what is mounted from Windows. */
  NTFS,
  /** That of older Macs. */
  HFS,
  /** Any other: taken for one that holds all, but not promised to exchange names. */
  OTHER;

  private static final Map<Long, FileSystemType> BY_MAGIC =
      Map.ofEntries(
          Map.entry(0xef53L, EXT),
          Map.entry(0x58465342L, XFS),
          Map.entry(0x9123683eL, BTRFS),
          Map.entry(0x01021994L, TMPFS),
          Map.entry(0x858458f6L, TMPFS),
          Map.entry(0xf2f52010L, F2FS),
          Map.entry(0x4d44L, FAT),
          Map.entry(0x2011bab0L, FAT),
          Map.entry(0x7366746eL, NTFS),
          Map.entry(0xff534d42L, NTFS),
          Map.entry(0xfe534d42L, NTFS),
          Map.entry(0x4244L, HFS),
          Map.entry(0x482bL, HFS));

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
   *
   * @param hasBirth as for {@link #grain}: small inodes of ext4 have the 32 bits alone
   */
  Range range(boolean hasBirth) {
    Instant start = Instant.parse("1901-12-13T20:45:52Z");
    return switch (this) {
      case EXT ->
          new Range(
              start,
              hasBirth
                  ? Instant.parse("2446-05-10T22:38:55.999999999Z")
                  : Instant.parse("2038-01-19T03:14:07Z"));
      case XFS -> new Range(start, Instant.parse("2486-07-02T20:20:24.999999999Z"));
      case FAT ->
          new Range(Instant.parse("1980-01-01T00:00:00Z"), Instant.parse("2107-12-31T23:59:58Z"));
      case BTRFS, TMPFS, F2FS, NTFS, HFS, OTHER -> new Range(Instant.MIN, Instant.MAX);
    };
  }

  /**
   * The step in which times are kept.
   *
   * @param changedNanos the nanoseconds of the root's time of change: no program sets it, so that a
   *     whole second means, but once in millions, that the file system has only such
   * @param hasBirth whether the root has a time of birth: on ext4 only where inodes are large, and
   *     hold the fractions of the other times too
   */
  Duration grain(int changedNanos, boolean hasBirth) {
    return switch (this) {
      case FAT -> Duration.ofSeconds(2);
      case NTFS -> Duration.ofNanos(100);
      case HFS -> Duration.ofSeconds(1);
      case EXT -> hasBirth ? Duration.ofNanos(1) : Duration.ofSeconds(1);
      case XFS, BTRFS, TMPFS, F2FS -> Duration.ofNanos(1);
      case OTHER -> changedNanos == 0 ? Duration.ofSeconds(1) : Duration.ofNanos(1);
    };
  }

  /**
   * What stamps prove.
   *
   * @param device its major number, a colon, and its minor one
   */
  StampEvidence stampEvidence(String device) {
    return switch (this) {
      case XFS -> Timekeeping.of("xfs");
      case BTRFS -> Timekeeping.of("btrfs");
      case F2FS -> Timekeeping.of("f2fs");
      case FAT -> Timekeeping.of("vfat");
      case EXT, TMPFS, NTFS, HFS, OTHER -> Timekeeping.ofMounted(device);
    };
  }

  /** Whether two names can be exchanged in one step. */
  boolean exchanges() {
    return switch (this) {
      case EXT, XFS, BTRFS, TMPFS, F2FS -> true;
      case FAT, NTFS, HFS, OTHER -> false;
    };
  }

  /** Whether files may share blocks, if this very file system was made so. */
  boolean mayShare() {
    return this == BTRFS || this == XFS || this == OTHER;
  }
}
