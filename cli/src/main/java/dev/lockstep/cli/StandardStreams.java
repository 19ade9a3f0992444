package dev.lockstep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output and error as plain streams: always in UTF-8, and telling of a closed pipe. They
 * are never closed.
 */
final class StandardStreams {
  private StandardStreams() {}

  static OutputStream output() {
    return new FileOutputStream(FileDescriptor.out);
  }

  static OutputStream error() {
    return new FileOutputStream(FileDescriptor.err);
  }

  /** Prints lines to standard output. */
  static void print(String lines) {
    write(output(), lines);
  }

  /** Prints a sentence of the command's own to standard error. */
  static void complain(String sentence) {
    complain(error(), sentence);
  }

  /** Prints a sentence of the command's own to this stream, which leads to standard error. */
  static void complain(OutputStream error, String sentence) {
    write(error, "lockstep: " + LineFormat.harmless(sentence) + '\n');
  }

  /**
   * Says on this stream, which leads to standard error, that standard output cannot be written.
   *
   * @return whether that was said: who listens no more, as in {@code lockstep diff a b | head},
   *     needs not be told
   */
  static boolean complainOfOutput(OutputStream error, IOException failure) {
    if ("Broken pipe".equals(failure.getMessage())) {
      return false;
    }
    complain(error, "Standard output cannot be written: " + failure.getMessage() + ".");
    return true;
  }

  private static void write(OutputStream stream, String text) {
    try {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Nobody listens any more, as in lockstep --help | head: nobody needs to be told.
    }
  }
}
