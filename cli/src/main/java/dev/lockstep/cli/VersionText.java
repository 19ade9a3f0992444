package dev.lockstep.cli;

/** What {@code --version} says. */
final class VersionText {
  private VersionText() {}

  /** Name, version, and what it runs on. */
  static String line() {
    return "lockstep "
        + version()
        + " (Java "
        + System.getProperty("java.runtime.version")
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ")\n";
  }

  /** The version that stands in the jar; there is none outside of one. */
  static String version() {
    String version = VersionText.class.getPackage().getImplementationVersion();
    return version == null ? "of no release" : version;
  }
}
