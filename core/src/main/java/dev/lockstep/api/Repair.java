package dev.lockstep.api;

/** What verifying may repair. */
public enum Repair {
  /** Nothing: neither root is changed. */
  NOTHING,
  /** A replica's file that has rotted, if the source's content is still the proven one. */
  REPLICA,
  /**
   * Also a file of which the source looks rotten: its content is taken for the truth from then on.
   */
  SOURCE_IS_RIGHT
}
