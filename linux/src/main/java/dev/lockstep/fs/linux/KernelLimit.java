package dev.lockstep.fs.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
  private static final int MOST_DIGITS = 32;

  private final String sysctl;

  KernelLimit(String sysctl) {
    this.sysctl = sysctl;
  }

  /** Its name, its present value, and the command that raises it; a clause. */
  String shown() {
    try {
      long value = value();
      return sysctl
          + " is "
          + value
          + "; \"sysctl -w "
          + sysctl
          + "="
          + TIMES * value
          + "\" raises it";
    } catch (IOException | NumberFormatException e) {
      return sysctl + " is too low; sysctl(8) raises it"; // Its value is hidden here.
    }
  }

  /** Its present value. Such a file gives all in one reading, or but the digits asked for. */
  long value() throws IOException {
    byte[] digits = new byte[MOST_DIGITS];
    try (InputStream in = Files.newInputStream(SYSCTLS.resolve(sysctl.replace('.', '/')))) {
      int length = Math.max(in.read(digits), 0);
      return Long.parseLong(new String(digits, 0, length, StandardCharsets.US_ASCII).strip());
    }
  }
}
