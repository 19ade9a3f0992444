package dev.lockstep.fs;

/** How far an unchanged stamp shows that an entry of a file system is unchanged. */
public enum StampEvidence {
  /**
   * Every change after a look at the stamp gives it another time of change (multigrain timestamps:
   * Documentation/filesystems/multigrain-ts.rst of Linux).
   */
  FINE,

  /** Changes within one step of this machine's clock, of 10 ms at most, are not told apart. */
  COARSE,

  /** Changes within one step of a clock of which nothing is known are not told apart. */
  FOREIGN,

  /** Neither the number of an entry nor its time of change means anything. */
  WEAK
}
