package dev.lockstep.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a pair's runs.
 *
 * @param last the last run that ended
 * @param lastExact when the last run ended that left the replica exact
 * @param refusal why no run could be made since then
 * @param going the run that is going on
 * @param cutOff the run that was begun and did not end, its process being gone
 * @param next when the process that mirrors at an interval begins its next run
 */
public record MirrorStatus(
    Optional<Run> last,
    Optional<Instant> lastExact,
    Optional<Refusal> refusal,
    Optional<Begun> going,
    Optional<Begun> cutOff,
    Optional<Begun> next) {
  /**
   * A run that ended.
   *
   * @param entries the source's that belong to the mirror
   * @param actions how many were carried out
   * @param problems how many there were in all
   * @param unstable how many of them are of source files that vanished or kept changing
   * @param rotten how many of them are of source files that have changed without new times
   * @param withheld how many deletions were withheld
   */
  public record Run(
      Instant started,
      Duration took,
      boolean cancelled,
      boolean exact,
      long entries,
      long actions,
      long problems,
      long unstable,
      long rotten,
      long withheld) {}

  /** A run that could not be made, and why. */
  public record Refusal(Instant at, String sentence) {}

  /** A run that begins or began at this time, by this process. */
  public record Begun(Instant at, long pid) {}

  /** Whether the pair was never mirrored with this state folder. */
  public boolean isUnknown() {
    return last.isEmpty() && refusal.isEmpty() && going.isEmpty() && cutOff.isEmpty();
  }
}
