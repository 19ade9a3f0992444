package dev.lockstep.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file that is written to its end and can be opened anew, as who rotates logs by renaming them
 * asks for. One thread writes; any may ask.
 */
final class ReopenedFile extends OutputStream {
  private final Opener opener;
  private volatile boolean isAsked;
  private OutputStream stream;

  /**
   * Makes it.
   *
   * @param stream the file, open
   * @param opener opens what has its name later
   */
  ReopenedFile(OutputStream stream, Opener opener) {
    this.stream = stream;
    this.opener = opener;
  }

  /** Opens a file for appending, made where it is missing. */
  @FunctionalInterface
  interface Opener {
    OutputStream open() throws IOException;
  }

  /** Has the file opened anew before the next writing; where that fails, the old one serves on. */
  void reopen() {
    isAsked = true;
  }

  @Override
  public void write(int b) throws IOException {
    openAnewIfAsked();
    stream.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    openAnewIfAsked();
    stream.write(bytes, offset, length);
  }

  private void openAnewIfAsked() throws IOException {
    if (isAsked) {
      isAsked = false;
      OutputStream next = opener.open();
      try (OutputStream _ = stream) {
        stream = next;
      }
    }
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
