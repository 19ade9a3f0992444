package dev.lockstep.fs.nio;

import dev.lockstep.fs.NoSpaceException;
import java.io.IOException;

/** Tells a lack of room from other failures, which Java does by the system's words alone. */
final class Shortage {
  private Shortage() {}

  /** The same failure, said as {@link NoSpaceException} if it is one; only in English. */
  static IOException of(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.endsWith("No space left on device")) {
      return because(NoSpaceException.ofDisk(""), failure);
    }
    return message.endsWith("Disk quota exceeded")
        ? because(NoSpaceException.ofQuota(""), failure)
        : failure;
  }

  private static IOException because(NoSpaceException shortage, IOException failure) {
    shortage.initCause(failure);
    return shortage;
  }
}
