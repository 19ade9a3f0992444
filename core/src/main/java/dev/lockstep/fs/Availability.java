package dev.lockstep.fs;

/** Whether a backend can be used, or why not. */
public sealed interface Availability {
  /** It can. */
  record Available() implements Availability {}

  /**
   * It cannot.
   *
   * @param because a clause such as {@code native access is not enabled}
   */
  record Unavailable(String because) implements Availability {}
}
