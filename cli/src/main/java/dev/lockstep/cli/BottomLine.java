package dev.lockstep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The last line of a terminal, which is drawn anew again and again, and the whole lines that appear
 * above it. The two never mix: it is erased before another line is written. For any thread.
 */
final class BottomLine {
  /** To the line's beginning; erase to its end. */
  private static final String ERASE = "\r\u001b[K";

  /**
   * What does not fit is cut off by the terminal: it may take a character for wider than we do, or
   * have become narrower. Everything else is wrapped as usual.
   */
  private static final String NO_WRAPPING = "\u001b[?7l";

  private static final String WRAPPING = "\u001b[?7h";

  /** Lines that come one upon the other leave the drawing to whoever draws by the clock. */
  private static final long MOST_OFTEN_NANOS = 100_000_000;

  private static final long PATIENCE_MILLIS = 100;

  private final OutputStream terminal;
  private volatile boolean isForOwnAlone;

  // Guarded by this.
  private boolean isOn;
  private boolean isDrawn;
  private boolean stays;
  private String text = "";
  private long drawn;

  BottomLine(OutputStream terminal) {
    this.terminal = terminal;
  }

  /** Lets the line be drawn. */
  synchronized void open() {
    isOn = true;
  }

  /** Erases the line; it is not drawn before it is opened again. */
  synchronized void close() {
    isOn = false;
    text = "";
    erase();
  }

  /**
   * Closes it if that can be done at once, as the process is about to end: a terminal that was
   * halted takes nothing, and whoever writes to it waits and keeps all others waiting.
   */
  void abandon() {
    var eraser = new Thread(this::close, "lockstep-eraser");
    eraser.setDaemon(true);
    eraser.start();
    try {
      eraser.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      // The end comes that much earlier.
    }
  }

  /** Draws this text, which has to fit into the terminal's width, and is drawn by the clock. */
  synchronized void draw(String line) {
    draw(line, false);
  }

  /** Draws this text, which is not drawn again but after other lines. */
  synchronized void stay(String line) {
    draw(line, true);
  }

  /** Leaves what is drawn to those to whom the terminal belongs by now. */
  synchronized void forget() {
    text = "";
    isDrawn = false;
  }

  private void draw(String line, boolean isToStay) {
    if (isOn) {
      text = line;
      stays = isToStay;
      drawn = System.nanoTime();
      isDrawn = true;
      write(ERASE + NO_WRAPPING + line + WRAPPING);
    }
  }

  /** Takes note whether the lines of the other stream do not go to this terminal. */
  void otherLinesGoElsewhere(boolean isSo) {
    isForOwnAlone = isSo;
  }

  /** A stream for whole lines that go to the terminal by another way. */
  OutputStream above(OutputStream lines) {
    return new Above(lines, true);
  }

  /** A stream for whole lines that go to the terminal as the line itself does. */
  OutputStream aboveOwn(OutputStream lines) {
    return new Above(lines, false);
  }

  private void erase() {
    if (isDrawn) {
      isDrawn = false;
      write(ERASE);
    }
  }

  private void drawAgain() {
    if (!text.isEmpty() && (stays || System.nanoTime() - drawn >= MOST_OFTEN_NANOS)) {
      draw(text, stays);
    }
  }

  private void write(String what) {
    try {
      terminal.write(what.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A terminal that has hung up shows nothing, and a HUP has told.
    }
  }

  private final class Above extends OutputStream {
    private final OutputStream lines;
    private final boolean isOther;

    Above(OutputStream lines, boolean isOther) {
      this.lines = lines;
      this.isOther = isOther;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (isOther && isForOwnAlone) {
        lines.write(bytes, offset, length);
        return;
      }
      synchronized (BottomLine.this) {
        erase();
        lines.write(bytes, offset, length);
        if (length > 0 && bytes[offset + length - 1] == '\n') {
          drawAgain();
        }
      }
    }

    @Override
    public void flush() throws IOException {
      lines.flush();
    }
  }
}
