package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.model.Carried;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who runs this and what that one may do, by the capabilities that the kernel tells in {@code
 * status} (proc(5)). Being root is not enough in a container, and not needed with them.
 *
 * @param user numeric user and group, and the umask
 * @param capabilities one bit for each, as capabilities(7) numbers them
 */
record Caller(Carried.User user, long capabilities) {
  private static final int CAP_CHOWN = 0;
  private static final int CAP_DAC_OVERRIDE = 1;
  private static final int CAP_SYS_ADMIN = 21;
  private static final int CAP_MKNOD = 27;
  private static final int CAP_SETFCAP = 31;

  /** Umask where the kernel does not tell: older than 4.7. */
  private static final int USUAL_MASK = 022;

  static Caller now() throws IOException {
    int mask = USUAL_MASK;
    long capabilities = 0;
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("Umask:")) {
        mask = Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
      } else if (line.startsWith("CapEff:")) {
        capabilities = Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
      }
    }
    return new Caller(new Carried.User(Libc.geteuid(), Libc.getegid(), mask), capabilities);
  }

  boolean mayGiveAway() {
    return has(CAP_CHOWN);
  }

  /** Whether permission bits do not bind it. */
  boolean overridesModes() {
    return has(CAP_DAC_OVERRIDE);
  }

  boolean seesTrusted() {
    return has(CAP_SYS_ADMIN);
  }

  boolean setsSecurity() {
    return has(CAP_SETFCAP) && has(CAP_SYS_ADMIN);
  }

  boolean makesDevices() {
    return has(CAP_MKNOD);
  }

  private boolean has(int capability) {
    return ((capabilities >>> capability) & 1) == 1;
  }
}
