package dev.lockstep.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.WatchState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ServiceManagerTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final WatchState IDLE = new WatchState(NOON, Optional.empty(), 0, 0);
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<List<String>> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Activity> shown = new LinkedBlockingQueue<>();

  @Test
  void whoeverStartedNoServiceIsToldNothing() {
    Display screen = Display.NONE;
    assertThat(ServiceManager.beside(screen, setting(Map.of()), told::add)).isSameAs(screen);
  }

  @Test
  void theFirstActivityIsTellingOfReadinessAndTheScreenShowsItToo() throws Exception {
    Display display = display(Map.of(ServiceManager.SOCKET, "/run/socket"));
    var waiting = new Activity.Waiting(IDLE);
    display.show(new Activity.None());
    display.show(waiting);
    assertThat(next())
        .containsExactly("STATUS=idle since 12:00:00, no change yet, nothing waiting", "READY=1");
    assertThat(shown).hasSize(2).contains(waiting);
  }

  @Test
  void aWatchdogHearsAgainAndAgainThatItLives() throws Exception {
    Display display =
        display(Map.of(ServiceManager.SOCKET, "/run/socket", ServiceManager.WATCHDOG, "300000"));
    display.show(new Activity.Waiting(IDLE));
    next();
    for (int i = 0; i < 3; i++) {
      assertThat(next()).containsExactly("WATCHDOG=1");
    }
  }

  @Tag("full")
  @Test
  void aWatchdogOfAnotherProcessIsNotFed() throws Exception {
    Display display =
        display(
            Map.of(
                ServiceManager.SOCKET,
                "/run/socket",
                ServiceManager.WATCHDOG,
                "1000",
                "WATCHDOG_PID",
                "1"));
    display.show(new Activity.Waiting(IDLE));
    next();
    // The next thing to be told is what it does then, and not the pulse that would be due before.
    display.show(new Activity.Waiting(new WatchState(NOON, Optional.of(NOON), 1, 0)));
    assertThat(next())
        .containsExactly("STATUS=idle since 12:00:00, last change 12:00:00, 1 waiting");
  }

  private List<String> next() throws InterruptedException {
    List<String> words = told.poll(PATIENCE_SECONDS, SECONDS);
    assertThat(words).isNotNull();
    return words;
  }

  private Display display(Map<String, String> environment) {
    return ServiceManager.beside(shown::add, setting(environment), told::add);
  }

  private static ProgressDisplay.Setting setting(Map<String, String> environment) {
    return new ProgressDisplay.Setting(
        Optional.empty(), environment, Clock.fixed(NOON, ZoneOffset.UTC));
  }
}
