package dev.lockstep.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal that this process belongs to, wherever its streams lead. */
final class ControllingTerminal {
  private static final Path OWN_STATUS = Path.of("/proc/self/stat");

  // Of the fields of proc(5) after the command's name: our process group, the number of the
  // terminal, and the process group in its foreground.
  private static final int GROUP_FIELD = 2;
  private static final int TERMINAL_FIELD = 4;
  private static final int FOREGROUND_FIELD = 5;

  private ControllingTerminal() {}

  /** Whether there is one, so that its hanging up is what a HUP tells. */
  static boolean isThere() {
    try {
      return isThere(Files.readString(OWN_STATUS, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // Not Linux, or no /proc: a HUP means there what it means to most programs.
      return true;
    }
  }

  /** The same, from the content of the status file. */
  static boolean isThere(String status) {
    String[] fields = fields(status);
    return fields.length > TERMINAL_FIELD && !"0".equals(fields[TERMINAL_FIELD]);
  }

  /**
   * Whether it is left to us at the moment, or there is none. Who draws on it from the background
   * disturbs others there, and may be halted for it.
   */
  static boolean isOurs() {
    try {
      return isOurs(Files.readString(OWN_STATUS, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return true;
    }
  }

  /** The same, from the content of the status file. */
  static boolean isOurs(String status) {
    String[] fields = fields(status);
    return !isThere(status)
        || fields.length <= FOREGROUND_FIELD
        || fields[GROUP_FIELD].equals(fields[FOREGROUND_FIELD]);
  }

  /** What follows the name, which stands in brackets and may hold some itself. */
  private static String[] fields(String status) {
    return status.substring(status.lastIndexOf(')') + 1).strip().split(" ", -1);
  }
}
