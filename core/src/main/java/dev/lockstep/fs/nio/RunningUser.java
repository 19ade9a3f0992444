package dev.lockstep.fs.nio;

import dev.lockstep.model.Carried;
import dev.lockstep.model.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who runs this and what that one may do: on Linux by what the kernel tells in {@code status}
 * (proc(5)), else by name. Being root is not enough in a container, and not needed with
 * capabilities.
 *
 * @param user who
 * @param capabilities one bit for each, as capabilities(7) numbers them
 */
public record RunningUser(Carried.User user, long capabilities) {
  /** What new entries lack on most systems: the right to write, but for the owner. */
  static final int USUAL_MASK = 022;

  /** Nobody, where a file system has no users. */
  static final RunningUser UNKNOWN =
      new RunningUser(new Carried.User(Metadata.UNKNOWN, Metadata.UNKNOWN, USUAL_MASK), 0);

  private static volatile @Nullable RunningUser told;

  private static final int ROOT = 0;
  private static final long ALL = -1;

  private static final int CAP_CHOWN = 0;
  private static final int CAP_DAC_OVERRIDE = 1;
  private static final int CAP_SYS_ADMIN = 21;
  private static final int CAP_MKNOD = 27;
  private static final int CAP_SETFCAP = 31;

  /**
   * The running user, as the kernel told at the first time: who and what mask a process has is
   * settled before it runs. For any thread.
   */
  public static RunningUser now() {
    RunningUser known = told;
    if (known == null) {
      known = ask();
    }
    return known;
  }

  private static RunningUser ask() {
    try {
      List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
      int user = Integer.parseUnsignedInt(effective(field(status, "Uid:", "")));
      int group = Integer.parseUnsignedInt(effective(field(status, "Gid:", "")));
      int mask = Integer.parseInt(field(status, "Umask:", Integer.toOctalString(USUAL_MASK)), 8);
      long capabilities = Long.parseUnsignedLong(field(status, "CapEff:", "0"), 16);
      told = new RunningUser(new Carried.User(user, group, mask), capabilities);
      return told;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // No Linux: the name has to do.
    }
    return "root".equals(System.getProperty("user.name"))
        ? new RunningUser(new Carried.User(ROOT, Metadata.UNKNOWN, USUAL_MASK), ALL)
        : UNKNOWN;
  }

  /** Whether files may be given to any user. */
  public boolean mayGiveAway() {
    return has(CAP_CHOWN);
  }

  /** Whether permission bits do not bind this user. */
  public boolean overridesModes() {
    return has(CAP_DAC_OVERRIDE);
  }

  /** Whether attributes of the trusted namespace show. */
  public boolean seesTrusted() {
    return has(CAP_SYS_ADMIN);
  }

  /** Whether file capabilities and security labels may be given. */
  public boolean setsSecurity() {
    return has(CAP_SETFCAP) && has(CAP_SYS_ADMIN);
  }

  /** Whether devices may be made. */
  public boolean makesDevices() {
    return has(CAP_MKNOD);
  }

  private boolean has(int capability) {
    return ((capabilities >>> capability) & 1) == 1;
  }

  /** Of the real, the effective and other ones. */
  private static String effective(String numbers) {
    String[] each = numbers.split("\\s+", 3);
    return each.length > 1 ? each[1] : "";
  }

  private static String field(List<String> status, String name, String otherwise) {
    for (String line : status) {
      if (line.startsWith(name)) {
        return line.substring(name.length()).strip();
      }
    }
    return otherwise;
  }
}
