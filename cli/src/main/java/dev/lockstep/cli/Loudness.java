package dev.lockstep.cli;

/** How much the console hears; the log file hears it all. */
enum Loudness {
  /** Nothing of an exact run; problems and the summary of another. */
  SILENT,
  /** Problems and the summary. */
  QUIET,
  /** Every action too. */
  NORMAL,
  /** Unchanged entries too. */
  VERBOSE
}
