package dev.lockstep.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells systemd, where it has started the command as a service of {@code Type=notify}, what the
 * display is told: that the first run has begun, what the command is doing, and, where there is a
 * watchdog, that it is alive. As sd_notify(3) says, by systemd-notify(1), since Java has no sockets
 * of that kind; the service needs {@code NotifyAccess=all} for it. What cannot be told is of no
 * consequence here. For any thread; telling is done by one of its own.
 */
final class ServiceManager implements Display {
  static final String SOCKET = "NOTIFY_SOCKET";
  static final String WATCHDOG = "WATCHDOG_USEC";
  private static final String WATCHDOG_PID = "WATCHDOG_PID";
  private static final String SERVICE_PID = "SYSTEMD_EXEC_PID";
  private static final long PATIENCE_SECONDS = 10;
  private static final long SECOND = 1_000_000_000;

  /** Each telling takes a process. */
  private static final long TOLD_EVERY = 5 * SECOND;

  private static final long RUN_TOLD_EVERY = 30 * SECOND;

  private final Display screen;
  private final Optional<Duration> interval;
  private final Clock clock;
  private final long pulse;
  private final Consumer<List<String>> program;

  // Guarded by this.
  private Activity activity = new Activity.None();
  private boolean hasStarted;

  /** For the thread alone. */
  private boolean isReady;

  private ServiceManager(
      Display screen, ProgressDisplay.Setting setting, long pulse, Consumer<List<String>> program) {
    this.screen = screen;
    this.interval = setting.interval();
    this.clock = setting.clock();
    this.pulse = pulse;
    this.program = program;
  }

  /**
   * A display that also tells systemd; the same one where there is nobody to be told: a command
   * that makes one run may be a step of another service, which is none of its business.
   */
  static Display beside(Display screen, ProgressDisplay.Setting setting, boolean isLasting) {
    boolean isService = isLasting || self().equals(setting.environment().get(SERVICE_PID));
    return isService ? beside(screen, setting, ServiceManager::start) : screen;
  }

  private static String self() {
    return String.valueOf(ProcessHandle.current().pid());
  }

  /**
   * The same.
   *
   * @param program takes the words that are to be told
   */
  static Display beside(
      Display screen, ProgressDisplay.Setting setting, Consumer<List<String>> program) {
    return setting.environment().containsKey(SOCKET)
        ? new ServiceManager(screen, setting, pulse(setting.environment()), program)
        : screen;
  }

  /**
   * A third of the time after which it takes us for dead, in nanoseconds, less than the half that
   * sd_watchdog_enabled(3) advises; {@link Long#MAX_VALUE} where it does not watch.
   */
  private static long pulse(Map<String, String> environment) {
    if (!environment.getOrDefault(WATCHDOG_PID, self()).equals(self())) {
      return Long.MAX_VALUE;
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault(WATCHDOG, "0"));
      return micros > 0 ? TimeUnit.MICROSECONDS.toNanos(micros) / 3 : Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public void show(Activity next) {
    synchronized (this) {
      activity = next;
      if (!hasStarted && !(next instanceof Activity.None)) {
        hasStarted = true;
        Thread.ofPlatform().daemon().name("lockstep-service").start(this::tell);
      }
      notifyAll();
    }
    screen.show(next);
  }

  @Override
  public void leave() {
    screen.leave();
  }

  @Override
  public void close() {
    screen.close();
  }

  private void tell() {
    try {
      String last = "";
      long lastPulse = System.nanoTime();
      Activity told = new Activity.None();
      while (true) {
        await(told, lastPulse);
        List<String> words = new ArrayList<>();
        told = now();
        String status = status(told);
        if (!status.isEmpty() && !status.equals(last)) {
          words.add("STATUS=" + status);
          last = status;
        }
        if (!isReady) {
          isReady = true;
          words.add("READY=1");
        }
        if (pulse != Long.MAX_VALUE && System.nanoTime() - lastPulse >= pulse / 2) {
          lastPulse = System.nanoTime();
          words.add("WATCHDOG=1");
        }
        if (!words.isEmpty()) {
          tell(words);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(List<String> words) {
    try {
      program.accept(words);
    } catch (RuntimeException | Error e) {
      // What could not be told now may be the next time.
    }
  }

  /** Waits until there may be something to tell; not long, if something else is done by then. */
  private synchronized void await(Activity told, long lastPulse) throws InterruptedException {
    long begun = System.nanoTime();
    while (isReady) {
      long now = System.nanoTime();
      long due = pulse == Long.MAX_VALUE ? Long.MAX_VALUE : lastPulse + pulse;
      boolean isNews = activity != told && !(activity instanceof Activity.None);
      if (isNews) {
        due = Math.min(due, begun + TOLD_EVERY);
      } else if (activity instanceof Activity.Running) {
        due = Math.min(due, begun + RUN_TOLD_EVERY);
      }
      if (due <= now) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(due - now, Duration.ofHours(1).toNanos()));
    }
  }

  private synchronized Activity now() {
    return activity;
  }

  private String status(Activity shown) {
    if (shown instanceof Activity.Running run) {
      return "mirroring: " + Plain.count(Forecast.done(run.progress()), "entry");
    }
    if (shown instanceof Activity.Waiting waiting) {
      return WaitingText.forChanges(waiting.state(), clock.instant(), clock.getZone());
    }
    if (shown instanceof Activity.Paused pause && interval.isPresent()) {
      return WaitingText.forRun(
          pause.begun().plus(interval.get()), clock.instant(), clock.getZone());
    }
    return "";
  }

  private static void start(List<String> words) {
    List<String> line = new ArrayList<>(List.of("systemd-notify"));
    line.addAll(words);
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // Without the program nobody is told; systemd says so when it gives up waiting.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
