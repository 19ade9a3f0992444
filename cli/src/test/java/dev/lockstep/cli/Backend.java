package dev.lockstep.cli;

import dev.lockstep.fs.TreeProvider;
import dev.lockstep.testkit.Runs;
import java.util.ServiceLoader;

/** The backends, and how the command is brought to take one. */
enum Backend {
  LINUX("--enable-native-access=ALL-UNNAMED"),
  /** The command takes it where native access is not granted. */
  PORTABLE("--illegal-native-access=deny");

  private final String flag;

  Backend(String flag) {
    this.flag = flag;
  }

  /** The flag of the JVM. */
  String flag() {
    return flag;
  }

  /** The same backend in this process. */
  TreeProvider provider() {
    return switch (this) {
      case PORTABLE -> Runs.portable();
      case LINUX ->
          ServiceLoader.load(TreeProvider.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(provider -> provider.name().equals("Linux"))
              .findFirst()
              .orElseThrow();
    };
  }
}
