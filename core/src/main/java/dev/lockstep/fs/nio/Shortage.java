package dev.lockstep.fs.nio;

import dev.lockstep.fs.NoSpaceException;
import java.io.IOException;
import java.util.List;

/** Tells a lack of room from other failures, which Java does by the system's words alone. */
final class Shortage {
  private static final List<String> WORDS =
      List.of("No space left on device", "Disk quota exceeded");

  private Shortage() {}

  /** The same failure, said as {@link NoSpaceException} if it is one; only in English. */
  static IOException of(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    for (String words : WORDS) {
      if (message.endsWith(words)) {
        var shortage = new NoSpaceException("", words);
        shortage.initCause(failure);
        return shortage;
      }
    }
    return failure;
  }
}
