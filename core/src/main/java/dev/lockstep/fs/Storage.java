package dev.lockstep.fs;

/** What a root lies on, as far as it matters for how many may work on it at a time. */
public enum Storage {
  /** A disk without moving parts. */
  SOLID,
  /** A disk whose head has to be moved from place to place. */
  SPINNING,
  /** Another machine, so that each call takes a way there and back. */
  NETWORK,
  /** The backend does not know, or does not ask. */
  UNKNOWN
}
