package dev.lockstep.model;

/**
 * A path that could not be mirrored, and why.
 *
 * @param path where
 * @param cause what sort of trouble
 * @param message what was tried and what came of it, as one line that may be shown
 */
public record Problem(RelativePath path, Cause cause, String message) {
  /** What sort of trouble it was; it decides the exit code. */
  public enum Cause {
    /** Reading, writing, listing or renaming failed. */
    FAILED,
    /** The replica, or the backend in use, cannot hold it. */
    NOT_CARRIED,
    /** The source's file vanished, or changed again and again while it was read. */
    UNSTABLE,
    /** The source's content changed, and its stamp did not. */
    ROTTEN
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
