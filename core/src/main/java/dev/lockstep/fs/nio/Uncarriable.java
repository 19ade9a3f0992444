package dev.lockstep.fs.nio;

import dev.lockstep.fs.UncarriableException;

/** Makes the exception that says what cannot be held, and why. */
final class Uncarriable {
  private Uncarriable() {}

  static UncarriableException because(String reason, Exception cause) {
    var uncarriable = new UncarriableException(reason);
    uncarriable.initCause(cause);
    return uncarriable;
  }
}
