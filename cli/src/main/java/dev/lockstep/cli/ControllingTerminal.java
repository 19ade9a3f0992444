package dev.lockstep.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal that this process belongs to, wherever its streams lead. */
final class ControllingTerminal {
  private static final Path OWN_STATUS = Path.of("/proc/self/stat");

  /** Of the fields of proc(5) after the command's name, the number of the terminal. */
  private static final int TERMINAL_FIELD = 4;

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
    // The name stands in brackets, and may hold some itself.
    String[] fields = status.substring(status.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length > TERMINAL_FIELD && !"0".equals(fields[TERMINAL_FIELD]);
  }
}
