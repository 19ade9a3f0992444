package dev.lockstep.apply;

/** When a file that was put into the replica gets its name. */
public enum Timing {
  /** At once. */
  AT_ONCE,
  /** At once, too; but a later flush is to cover it. */
  AT_ONCE_AND_FLUSHED,
  /** As soon as it is on the disk, by a flush for it alone. */
  FLUSHED_ALONE,
  /** After the flush that covers it, so that it only waits for its commit. */
  AFTER_FLUSH
}
