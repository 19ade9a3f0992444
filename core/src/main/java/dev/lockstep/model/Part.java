package dev.lockstep.model;

/** A part of what entries carry that a mirror may be told to leave alone. */
public enum Part {
  /** Users and groups. */
  OWNERS,
  /** Permission bits with setuid, setgid and sticky. */
  MODES,
  /** Times of modification. */
  TIMES,
  /** Extended attributes but ACLs. */
  ATTRIBUTES,
  /** POSIX ACLs. */
  ACLS,
  /** That several names are one file. */
  HARD_LINKS
}
