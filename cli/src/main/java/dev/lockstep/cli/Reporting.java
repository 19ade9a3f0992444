package dev.lockstep.cli;

/**
 * In which form the console is told.
 *
 * @param itemized whether each action is said as rsync does
 * @param stats whether the counts of each run are said
 * @param json whether all is said in objects for programs
 */
record Reporting(boolean itemized, boolean stats, boolean json) {
  /** Lines for people. */
  static final Reporting USUAL = new Reporting(false, false, false);
}
