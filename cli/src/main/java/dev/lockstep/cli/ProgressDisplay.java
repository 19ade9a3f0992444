package dev.lockstep.cli;

import dev.lockstep.api.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a command does, by a thread of its own: on a terminal in its last line, which is drawn
 * anew several times a second, elsewhere in a line now and then. A run that is over within a second
 * is not shown, and until then nothing is loaded or asked for it.
 */
final class ProgressDisplay implements Display, Runnable {
  private static final long SECOND = 1_000_000_000;
  private static final long FIRST_AFTER = SECOND;
  private static final long DRAWN_EVERY = SECOND / 5;
  private static final long PRINTED_EVERY = 5 * SECOND;

  private final boolean isForced;
  private final Setting setting;
  private final BottomLine line;
  private final OutputStream elsewhere;
  private final TerminalWidth width;

  // Guarded by this.
  private Activity activity = new Activity.None();
  private boolean hasStarted;
  private boolean isClosed;
  private boolean isStale;

  /** Whether lines can be drawn anew; null before somebody has asked. For the thread alone. */
  private @Nullable Boolean draws;

  /**
   * What a display has to know of the command.
   *
   * @param interval from the beginning of a run to that of the next, if nothing else begins one
   * @param environment what the terminal is called, and how wide it is
   */
  record Setting(Optional<Duration> interval, Map<String, String> environment, Clock clock) {}

  /**
   * Makes a display of nothing.
   *
   * @param isForced whether progress is told also where no line can be drawn anew
   * @param line of the terminal that standard error leads to, if it leads to one
   * @param elsewhere standard error, for whole lines
   */
  ProgressDisplay(boolean isForced, Setting setting, BottomLine line, OutputStream elsewhere) {
    this.isForced = isForced;
    this.setting = setting;
    this.line = line;
    this.elsewhere = elsewhere;
    this.width = new TerminalWidth(setting.environment());
  }

  @Override
  public synchronized void show(Activity next) {
    boolean goesOn = next instanceof Activity.Waiting && activity instanceof Activity.Waiting;
    activity = next;
    if (!goesOn) {
      line.close();
    }
    if (!hasStarted && !(next instanceof Activity.None)) {
      hasStarted = true;
      var thread = new Thread(this, "lockstep-progress");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  @Override
  public void leave() {
    line.abandon();
  }

  /** Shows nothing any more. */
  @Override
  public synchronized void close() {
    isClosed = true;
    show(new Activity.None());
  }

  /** The terminal was resized, or shows something else by now. */
  private synchronized void drawAnew() {
    width.forget();
    isStale = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      for (Activity shown = next(null); shown != null; shown = next(shown)) {
        dealWith(shown);
      }
    } catch (InterruptedException | RuntimeException | LinkageError e) {
      line.close();
      StandardStreams.complain(elsewhere, "Progress is shown no more: " + e + ".");
    }
  }

  /** Without a switch on types, which would be made at run time, beside a run that begins. */
  private void dealWith(Activity shown) throws InterruptedException {
    if (shown instanceof Activity.Running run) {
      follow(run);
    } else if (shown instanceof Activity.Waiting waiting) {
      say(waiting, now -> WaitingText.forChanges(waiting.state(), now, zone()));
    } else if (shown instanceof Activity.Paused pause) {
      sayNextRun(pause);
    }
  }

  /** Waits for another activity than this one; null at the end. */
  private synchronized @Nullable Activity next(@Nullable Activity shown)
      throws InterruptedException {
    while (activity == shown && !isClosed) {
      wait();
    }
    return isClosed ? null : activity;
  }

  /** Waits; false as soon as something else is done. */
  private synchronized boolean goesOn(Activity shown, long nanos) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; activity == shown && left > 0; left = until - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return activity == shown;
  }

  /** Waits until what is shown has to be drawn anew; false as soon as something else is done. */
  private synchronized boolean isToBeDrawnAnew(Activity shown) throws InterruptedException {
    while (activity == shown && !isStale) {
      wait();
    }
    isStale = false;
    return activity == shown;
  }

  /** Opens the last line for this; false if something else is done by now. */
  private synchronized boolean open(Activity shown) {
    if (activity == shown) {
      line.open();
    }
    return activity == shown;
  }

  private void follow(Activity.Running run) throws InterruptedException {
    if (!goesOn(run, FIRST_AFTER)) {
      return;
    }
    var forecast = new Forecast();
    if (draws()) {
      draw(run, forecast);
    } else if (isForced) {
      do {
        print(look(run, forecast).line());
      } while (goesOn(run, PRINTED_EVERY));
    }
  }

  private void draw(Activity.Running run, Forecast forecast) throws InterruptedException {
    ProgressView first = look(run, forecast);
    if (!open(run)) {
      return;
    }
    var elapsed = Duration.ofNanos(FIRST_AFTER);
    try (var drawing = new ProgressDrawing(line, width, first, elapsed)) {
      while (goesOn(run, DRAWN_EVERY)) {
        drawing.show(look(run, forecast));
      }
    }
  }

  private static ProgressView look(Activity.Running run, Forecast forecast) {
    Progress progress = run.progress();
    forecast.add(progress, System.nanoTime());
    return ProgressView.of(progress, forecast, run.isDry());
  }

  private void sayNextRun(Activity.Paused pause) throws InterruptedException {
    if (setting.interval().isPresent()) {
      Instant next = pause.begun().plus(setting.interval().get());
      if (next.isAfter(setting.clock().instant())) {
        say(pause, now -> WaitingText.forRun(next, now, zone()));
      }
    }
  }

  private void say(Activity shown, Function<Instant, String> text) throws InterruptedException {
    if (!draws()) {
      return;
    }
    do {
      if (!ControllingTerminal.isOurs()) {
        line.forget();
      } else if (open(shown)) {
        String all = "lockstep: " + text.apply(setting.clock().instant());
        line.stay(all.substring(0, Math.min(all.length(), Math.max(1, width.getAsInt() - 1))));
      }
    } while (isToBeDrawnAnew(shown));
  }

  private ZoneId zone() {
    return setting.clock().getZone();
  }

  private void print(String text) {
    try {
      elsewhere.write(("progress: " + text + '\n').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Nobody listens any more.
    }
  }

  private boolean draws() {
    Boolean known = draws;
    if (known == null) {
      known = TerminalDevice.canErase(setting.environment()) && TerminalDevice.isError();
      draws = known;
      if (known) {
        line.otherLinesGoElsewhere(!TerminalDevice.isOutput());
        Signals.onAnotherSize(this::drawAnew);
      }
    }
    return known;
  }
}
