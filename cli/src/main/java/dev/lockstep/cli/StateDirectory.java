package dev.lockstep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds the folder that Lockstep keeps its locks in, where none was given. Makes nothing. */
final class StateDirectory {
  private static final Path OF_ROOT = Path.of("/var/lib/lockstep");
  private static final Path OWN_PROCESS = Path.of("/proc/self");

  private StateDirectory() {}

  /**
   * The usual folder.
   *
   * @throws UsageException if the environment names none
   */
  static Path usual(Map<String, String> environment, boolean isRoot) throws UsageException {
    Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
    if (state.isAbsolute()) {
      return state.resolve("lockstep");
    }
    if (isRoot) {
      return OF_ROOT;
    }
    Path home = Path.of(environment.getOrDefault("HOME", ""));
    if (home.isAbsolute()) {
      return home.resolve(".local/state/lockstep");
    }
    throw new UsageException(
        "There is no folder for locks, since neither XDG_STATE_HOME nor HOME is set;"
            + " name one with --state-dir.");
  }

  /** Whether this process is root's. */
  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(OWN_PROCESS, "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      // Not Linux, or no /proc.
      return "root".equals(System.getProperty("user.name"));
    }
  }
}
