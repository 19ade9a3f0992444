package dev.lockstep.api;

/**
 * A run that cannot be made, or cannot go on. The message is one sentence or two that may be shown.
 */
public final class MirrorException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a run cannot be. */
  public enum Reason {
    /** What was asked for makes no sense. */
    USAGE,
    /** The roots are not in order; nothing was touched. */
    REFUSED,
    /** Another run holds the replica. */
    HELD,
    /** The program is wrong; the cause says where. */
    INTERNAL
  }

  private final Reason reason;

  public MirrorException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public MirrorException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
