package dev.lockstep.fs.nio;

import dev.lockstep.fs.StampEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How finely Linux tells changes apart, by the type of file system. */
public final class Timekeeping {
  /** From Linux 6.13 on these have multigrain timestamps. */
  private static final Set<String> MULTIGRAIN = Set.of("ext4", "xfs", "btrfs", "tmpfs");

  /** Of these the clock is this machine's. */
  private static final Set<String> LOCAL =
      Set.of("ext2", "ext3", "f2fs", "zfs", "bcachefs", "ramfs");

  /** Of these inode numbers do not last, or times of change are others that programs set. */
  private static final Set<String> WEAK =
      Set.of(
          "vfat",
          "msdos",
          "exfat",
          "fuse.exfat",
          "fuse.sshfs",
          "fuse.rclone",
          "fuse.s3fs",
          "fuse.gcsfuse",
          "fuse.curlftpfs",
          "fuse.davfs",
          "fuse.gvfsd-fuse",
          "fuse.jmtpfs",
          "fuse.simple-mtpfs");

  private static final int MULTIGRAIN_MAJOR = 6;
  private static final int MULTIGRAIN_MINOR = 13;
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final boolean HAS_MULTIGRAIN =
      hasMultigrain(System.getProperty("os.name"), System.getProperty("os.version"));

  private Timekeeping() {}

  /**
   * What stamps of a file system prove.
   *
   * @param type as mount(8) names it
   */
  public static StampEvidence of(String type) {
    if (MULTIGRAIN.contains(type)) {
      return HAS_MULTIGRAIN ? StampEvidence.FINE : StampEvidence.COARSE;
    }
    if (LOCAL.contains(type)) {
      return StampEvidence.COARSE;
    }
    return WEAK.contains(type) ? StampEvidence.WEAK : StampEvidence.FOREIGN;
  }

  /**
   * What stamps prove on a file system of which the type is known only by how it is mounted: ext4's
   * driver serves ext3 too, but counts no finer there than it did.
   *
   * @param device its major number, a colon, and its minor one
   */
  public static StampEvidence ofMounted(String device) {
    try {
      return MountTable.typeOf(device, Files.readAllBytes(MountTable.FILE))
          .map(Timekeeping::of)
          .orElse(StampEvidence.FOREIGN);
    } catch (IOException e) {
      return StampEvidence.FOREIGN; // Nobody tells here.
    }
  }

  static boolean hasMultigrain(String system, String release) {
    Matcher numbers = RELEASE.matcher(release);
    if (!system.equals("Linux") || !numbers.matches()) {
      return false;
    }
    int major = Integer.parseInt(numbers.group(1));
    int minor = Integer.parseInt(numbers.group(2));
    return major > MULTIGRAIN_MAJOR || (major == MULTIGRAIN_MAJOR && minor >= MULTIGRAIN_MINOR);
  }
}
