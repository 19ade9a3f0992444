package dev.lockstep.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells one start of this machine from another. */
public final class MachineStart {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private static final String ID = read();

  private MachineStart() {}

  /** What no other start of any machine has; empty where the system does not tell. */
  public static String id() {
    return ID;
  }

  private static String read() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      return ""; // no Linux
    }
  }
}
