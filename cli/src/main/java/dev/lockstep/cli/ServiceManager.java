package dev.lockstep.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells systemd, where it has started the command as a service of {@code Type=notify}, that the
 * first run is done, what came of the last one, and that the command is alive: sd_notify(3), by
 * systemd-notify(1), which needs {@code NotifyAccess=all}. What cannot be told is of no consequence
 * here. For any thread.
 */
final class ServiceManager {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";
  private static final long PATIENCE_SECONDS = 10;

  private final String program;
  private final Optional<Duration> pulse;
  private boolean isReady;
  private long lastPulse;

  private ServiceManager(String program, Optional<Duration> pulse) {
    this.program = program;
    this.pulse = pulse;
    this.lastPulse = System.nanoTime();
  }

  /** The one that has started this process; empty if none that wants to be told has. */
  static Optional<ServiceManager> of(Map<String, String> environment) {
    return environment.containsKey(SOCKET)
        ? Optional.of(new ServiceManager("systemd-notify", pulse(environment)))
        : Optional.empty();
  }

  /** Half of the time after which it takes us for dead, as sd_watchdog_enabled(3) advises. */
  private static Optional<Duration> pulse(Map<String, String> environment) {
    try {
      long micros = Long.parseLong(environment.getOrDefault(WATCHDOG, "0"));
      return micros > 0
          ? Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros) / 2))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** How often it wants to hear that we are alive; empty if it does not. */
  Optional<Duration> pulse() {
    return pulse;
  }

  /** A run has ended. */
  synchronized void ended(String summary) {
    List<String> states = new ArrayList<>(List.of("STATUS=" + summary));
    if (!isReady) {
      isReady = true;
      states.add("READY=1");
    }
    tell(states);
  }

  /** The command is alive. */
  synchronized void alive() {
    long now = System.nanoTime();
    if (pulse.isPresent() && now - lastPulse >= pulse.get().toNanos() / 2) {
      lastPulse = now;
      tell(List.of("WATCHDOG=1"));
    }
  }

  /** The command is about to end. */
  synchronized void stopping() {
    tell(List.of("STOPPING=1"));
  }

  private void tell(List<String> states) {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(states);
    try {
      Process process =
          new ProcessBuilder(words)
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
