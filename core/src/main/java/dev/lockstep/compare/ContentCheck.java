package dev.lockstep.compare;

/** What proves that files of equal size have equal content. */
public enum ContentCheck {
  /** Reading both, and a digest of what was read. */
  DIGEST,
  /** Reading both. */
  BYTES,
  /** Equal times. */
  STAMP
}
