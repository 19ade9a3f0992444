package dev.lockstep.index;

/** What the store holds is not what was written. */
final class DamagedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedException(String message) {
    super(message);
  }
}
