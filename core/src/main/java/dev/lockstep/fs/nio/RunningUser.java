package dev.lockstep.fs.nio;

import dev.lockstep.model.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who runs this, as far as Java can tell.
 *
 * @param user numeric user, or {@link Metadata#UNKNOWN}
 * @param group numeric group, or {@link Metadata#UNKNOWN}
 * @param mayGiveAway whether files may be given to any user
 */
record RunningUser(int user, int group, boolean mayGiveAway) {
  private static final int ROOT = 0;
  private static final int CAP_CHOWN = 0;

  /** The running user: on Linux by what the kernel says of this process, else by name. */
  static RunningUser now() {
    try {
      Path process = Path.of("/proc/self");
      Map<String, Object> owner = Files.readAttributes(process, "unix:uid,gid");
      if (owner.get("uid") instanceof Integer user && owner.get("gid") instanceof Integer group) {
        return new RunningUser(user, group, hasCapability(process.resolve("status"), CAP_CHOWN));
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // No Linux: the name has to do.
    }
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    return new RunningUser(isRoot ? ROOT : Metadata.UNKNOWN, Metadata.UNKNOWN, isRoot);
  }

  /** Being root is not enough in a container, and not needed with the capability. */
  private static boolean hasCapability(Path status, int capability) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("CapEff:")) {
        long effective = Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
        return (effective >>> capability & 1) == 1;
      }
    }
    return false;
  }
}
