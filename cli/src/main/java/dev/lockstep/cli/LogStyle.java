package dev.lockstep.cli;

/**
 * How a log file is kept.
 *
 * @param json whether its lines are objects for programs
 * @param rotation when a new one is begun
 */
record LogStyle(boolean json, LogRotation rotation) {
  /** Lines of text in one file that grows. */
  static final LogStyle USUAL = new LogStyle(false, LogRotation.NEVER);
}
