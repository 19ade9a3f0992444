package dev.lockstep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * A stream of whole lines that outlives its failures: what cannot be written is lost, the first
 * failure is told, and nothing is thrown, since a mirror must not stop for want of listeners. For
 * one caller at a time.
 */
final class LastingOutput extends OutputStream {
  private final OutputStream stream;
  private final Consumer<IOException> onFirstFailure;
  private boolean failedBefore;
  private boolean lineIsTorn;

  LastingOutput(OutputStream stream, Consumer<IOException> onFirstFailure) {
    this.stream = stream;
    this.onFirstFailure = onFirstFailure;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      if (lineIsTorn) {
        stream.write('\n');
        lineIsTorn = false;
      }
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      lineIsTorn = true;
      failed(e);
    }
  }

  @Override
  public void flush() {
    try {
      stream.flush();
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Whether something was lost. */
  boolean lacksLines() {
    return failedBefore;
  }

  private void failed(IOException failure) {
    if (!failedBefore) {
      failedBefore = true;
      onFirstFailure.accept(failure);
    }
  }
}
