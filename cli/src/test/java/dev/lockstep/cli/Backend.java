package dev.lockstep.cli;

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
}
