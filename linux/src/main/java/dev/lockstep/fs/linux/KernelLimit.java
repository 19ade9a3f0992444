package dev.lockstep.fs.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A limit of the kernel that watching may reach, and how a person raises it. */
enum KernelLimit {
  /** How many changes wait to be heard. */
  INOTIFY_QUEUE("fs.inotify.max_queued_events"),
  /** How many folders a user watches. */
  INOTIFY_WATCHES("fs.inotify.max_user_watches"),
  /** How many queues a user has. */
  INOTIFY_INSTANCES("fs.inotify.max_user_instances"),
  /** As for inotify. */
  FANOTIFY_QUEUE("fs.fanotify.max_queued_events");

  private static final Path SYSCTLS = Path.of("/proc/sys");
  private static final int TIMES = 4;

  private final String sysctl;

  KernelLimit(String sysctl) {
    this.sysctl = sysctl;
  }

  /** Its name, its present value, and the command that raises it; a clause. */
  String shown() {
    try {
      String value = Files.readString(SYSCTLS.resolve(sysctl.replace('.', '/'))).strip();
      return sysctl
          + " is "
          + value
          + "; \"sysctl -w "
          + sysctl
          + "="
          + TIMES * Long.parseLong(value)
          + "\" raises it";
    } catch (IOException | NumberFormatException e) {
      return sysctl + " is too low; sysctl(8) raises it"; // Its value is hidden here.
    }
  }
}
