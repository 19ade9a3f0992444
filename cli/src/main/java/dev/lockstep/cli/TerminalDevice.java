package dev.lockstep.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the standard streams lead to a terminal, each by itself, and what it can do. */
final class TerminalDevice {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int OUTPUT = 1;
  private static final int ERROR = 2;

  /** Consoles and serial lines; the controlling terminal. See the kernel's list of devices. */
  private static final Set<Long> OLD_MAJORS = Set.of(4L, 5L, 204L, 229L);

  private static final long FIRST_PSEUDO_MAJOR = 136;
  private static final long LAST_PSEUDO_MAJOR = 143;

  private TerminalDevice() {}

  /** Whether standard error leads to one. */
  static boolean isError() {
    return isTerminal(ERROR);
  }

  /** Whether standard output leads to one, which is the same then, be it by another name. */
  static boolean isOutput() {
    return isTerminal(OUTPUT);
  }

  private static boolean isTerminal(int descriptor) {
    Optional<Long> device = device(descriptor);
    return device.isPresent() ? isOfTerminal(device.get()) : isConsole();
  }

  /** Whether it can erase what was drawn, by what the environment calls it. */
  static boolean canErase(Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "");
    return !kind.isEmpty() && !kind.equals("dumb");
  }

  /** Whether this number of a device is one of a terminal. */
  static boolean isOfTerminal(long device) {
    long major = device >>> 8 & 0xfff;
    return OLD_MAJORS.contains(major)
        || (major >= FIRST_PSEUDO_MAJOR && major <= LAST_PSEUDO_MAJOR);
  }

  /** The number of the device that a descriptor leads to; 0 for none, empty if nobody tells. */
  private static Optional<Long> device(int descriptor) {
    Path path = DESCRIPTORS.resolve(Integer.toString(descriptor));
    try {
      boolean isDevice = Files.readAttributes(path, PosixFileAttributes.class).isOther();
      return Optional.of(isDevice ? (Long) Files.getAttribute(path, "unix:rdev") : 0L);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Files.isDirectory(DESCRIPTORS) ? Optional.of(0L) : Optional.empty();
    }
  }

  /** Where no file system tells: whether both input and output are terminals. */
  private static boolean isConsole() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }
}
