package dev.lockstep.cli;

/** Whether progress is shown while a run goes on. */
enum ProgressWish {
  /** Where standard error is a terminal that can draw a line anew. */
  AUTO,
  /** Wherever it leads; in whole lines where that is no such terminal. */
  ALWAYS,
  /** Not at all. */
  NEVER
}
