package dev.lockstep.fs.linux;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which file systems tell of every change, by the magic numbers of {@code linux/magic.h}. Those of
 * which all changes pass through this kernel do; what is changed on a server, by the program behind
 * FUSE, or in the layers of an overlay does not.
 */
final class Telling {
  /** ZFS; of what has no type of its own here. */
  private static final Set<Long> TELLING_TOO = Set.of(0x2fc12fc1L);

  private static final Map<Long, String> CHANGED_ELSEWHERE =
      Map.ofEntries(
          Map.entry(0x6969L, "NFS"),
          Map.entry(0x517bL, "SMB"),
          Map.entry(0xff534d42L, "SMB"),
          Map.entry(0xfe534d42L, "SMB"),
          Map.entry(0x65735546L, "FUSE"),
          Map.entry(0x794c7630L, "overlayfs"),
          Map.entry(0x01021997L, "9P"),
          Map.entry(0x00c36400L, "Ceph"),
          Map.entry(0x5346414fL, "AFS"),
          Map.entry(0x01161970L, "GFS2"),
          Map.entry(0x7461636fL, "OCFS2"),
          Map.entry(0x0bd00bd0L, "Lustre"));

  private Telling() {}

  /** Why a file system of this type does not, as a clause; empty if it does. */
  static Optional<String> lack(long magic) {
    boolean tells =
        switch (FileSystemType.of(magic)) {
          case EXT, XFS, BTRFS, TMPFS, F2FS -> true;
          case FAT, NTFS, HFS -> false;
          case OTHER -> TELLING_TOO.contains(magic);
        };
    if (tells) {
      return Optional.empty();
    }
    String name = CHANGED_ELSEWHERE.get(magic);
    return Optional.of(
        name == null
            ? "its file system, of type 0x%x, is not known to tell of every change".formatted(magic)
            : "its file system, " + name + ", tells of no changes made elsewhere");
  }
}
