package dev.lockstep.fs.nio;

import dev.lockstep.model.Carried;
import dev.lockstep.model.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Who runs this, as far as Java can tell.
 *
 * @param user who
 * @param mayGiveAway whether files may be given to any user
 */
record RunningUser(Carried.User user, boolean mayGiveAway) {
  /** What new entries lack on most systems: the right to write, but for the owner. */
  static final int USUAL_MASK = 022;

  private static final int ROOT = 0;
  private static final int CAP_CHOWN = 0;

  /** The running user: on Linux by what the kernel says of this process, else by name. */
  static RunningUser now() {
    try {
      Path process = Path.of("/proc/self");
      Map<String, Object> owner = Files.readAttributes(process, "unix:uid,gid");
      if (owner.get("uid") instanceof Integer user && owner.get("gid") instanceof Integer group) {
        List<String> status = Files.readAllLines(process.resolve("status"));
        int mask = (int) field(status, "Umask:", 8, USUAL_MASK);
        // Being root is not enough in a container, and not needed with the capability.
        boolean mayGiveAway = (field(status, "CapEff:", 16, 0) >>> CAP_CHOWN & 1) == 1;
        return new RunningUser(new Carried.User(user, group, mask), mayGiveAway);
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // No Linux: the name has to do.
    }
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    int user = isRoot ? ROOT : Metadata.UNKNOWN;
    return new RunningUser(new Carried.User(user, Metadata.UNKNOWN, USUAL_MASK), isRoot);
  }

  private static long field(List<String> status, String name, int radix, long otherwise) {
    for (String line : status) {
      if (line.startsWith(name)) {
        return Long.parseUnsignedLong(line.substring(name.length()).strip(), radix);
      }
    }
    return otherwise;
  }
}
