package dev.lockstep.cli;

import java.io.OutputStream;

/**
 * Where a command's lines go, and its progress: so that on a terminal the ones never tear the
 * other.
 *
 * @param display shows progress
 * @param output standard output, for whole lines
 * @param error standard error, for whole lines
 */
record Screen(Display display, OutputStream output, OutputStream error) implements AutoCloseable {
  /** Whether anything leads to a terminal is not asked here, but when there is progress to show. */
  static Screen of(ProgressWish wish, ProgressDisplay.Setting setting) {
    OutputStream output = StandardStreams.output();
    OutputStream error = StandardStreams.error();
    if (wish == ProgressWish.NEVER) {
      return new Screen(Display.NONE, output, error);
    }
    var line = new BottomLine(error);
    var display = new ProgressDisplay(wish == ProgressWish.ALWAYS, setting, line, error);
    return new Screen(display, line.above(output), line.aboveOwn(error));
  }

  /** Erases what is shown, unless that takes a while, since the process ends at once. */
  void leave() {
    display.leave();
  }

  /** Shows nothing any more. */
  @Override
  public void close() {
    display.close();
  }
}
