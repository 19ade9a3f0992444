package dev.lockstep.fs.linux.libc;

/** The processor the JVM was built for, as far as numbers differ by it. */
enum Machine {
  X86_64,
  ARM64,
  UNKNOWN;

  /** The one that this runs on. */
  static final Machine CURRENT = of(System.getProperty("os.arch", ""));

  /** The number that holds on this machine; -1, which no call answers to, on an unknown one. */
  static int choose(int x86, int arm) {
    return switch (CURRENT) {
      case X86_64 -> x86;
      case ARM64 -> arm;
      case UNKNOWN -> -1;
    };
  }

  private static Machine of(String architecture) {
    return switch (architecture) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64", "arm64" -> ARM64;
      default -> UNKNOWN;
    };
  }
}
