package dev.lockstep.fs.nio;

import dev.lockstep.fs.StampEvidence;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How finely Linux tells changes apart, by the type of file system. */
public final class Timekeeping {
  /** From Linux 6.13 on these have multigrain timestamps. */
  private static final Set<String> MULTIGRAIN = Set.of("ext4", "xfs", "btrfs", "tmpfs");

  /** Of these the clock is this machine's. */
  private static final Set<String> LOCAL = Set.of("ext2", "ext3", "f2fs", "zfs", "bcachefs");

  /** Of these neither inode numbers nor times of change last. */
  private static final Set<String> WEAK = Set.of("vfat", "msdos", "exfat");

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
