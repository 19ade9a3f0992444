package dev.lockstep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * A file that is written to its end and can be opened anew, as who rotates logs by renaming them
 * asks for. One thread writes; any may ask.
 */
final class ReopenedFile extends OutputStream {
  /** Between two tries to open what could not be opened. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private final Opener opener;
  private final InstantSource clock;
  private final Consumer<IOException> onFirstFailure;
  private volatile boolean isAsked;
  private OutputStream stream;
  private boolean isDue;
  private Instant notBefore = Instant.MIN;
  private boolean failedBefore;

  /**
   * Makes it.
   *
   * @param stream the file, open
   * @param opener opens what has its name later
   * @param onFirstFailure is told the first time that it cannot be opened
   */
  ReopenedFile(
      OutputStream stream,
      Opener opener,
      InstantSource clock,
      Consumer<IOException> onFirstFailure) {
    this.stream = stream;
    this.opener = opener;
    this.clock = clock;
    this.onFirstFailure = onFirstFailure;
  }

  /** Opens a file for appending, made where it is missing. */
  @FunctionalInterface
  interface Opener {
    OutputStream open() throws IOException;
  }

  /**
   * Has the file opened anew before the next writing; where that fails, the old one serves on, and
   * it is tried again later.
   */
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

  private void openAnewIfAsked() {
    if (isAsked) {
      isAsked = false;
      isDue = true;
      notBefore = Instant.MIN;
    }
    if (isDue && !clock.instant().isBefore(notBefore)) {
      openAnew();
    }
  }

  private void openAnew() {
    try {
      OutputStream next = opener.open();
      isDue = false;
      try (OutputStream _ = stream) {
        stream = next;
      }
    } catch (IOException e) {
      notBefore = clock.instant().plus(PAUSE);
      if (!failedBefore) {
        failedBefore = true;
        onFirstFailure.accept(e);
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
