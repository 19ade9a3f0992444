package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RunRequests;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Steps;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs by interval, under a clock that only this test moves. */
class MirrorIntervalTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Cancellation cancellation = new Cancellation();
  private final RunRequests requests = new RunRequests();
  private final Steps betweenRuns = new Steps();
  private final Deque<Duration> lengths = new ArrayDeque<>();
  private final SteppedClock clock = new SteppedClock();
  private final SlowRecorder heard = new SlowRecorder();
  private Roots roots;

  @BeforeEach
  void open() throws IOException {
    roots = Roots.inMemory();
    root(file("a", "first")).writeTo(roots.source());
  }

  @AfterEach
  void close() throws IOException {
    roots.close();
  }

  @Test
  void runsFollowEachOtherFromStartToStart() throws Exception {
    lengths.addAll(List.of(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ZERO));
    betweenRuns.add(() -> write("a", "second"));
    betweenRuns.add(() -> write("b", "third"));
    MirrorReport last = every();
    assertThat(clock.waits())
        .containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(40), MINUTE);
    assertThat(heard.starts()).extracting(RunStart::number).containsExactly(1L, 2L, 3L);
    assertThat(heard.reports()).extracting(MirrorReport::number).containsExactly(1L, 2L, 3L);
    assertThat(heard.lines())
        .filteredOn(line -> !line.contains(" folder . "))
        .containsExactlyInAnyOrder(
            "create file a (new)", "update file a (content, times)", "create file b (new)");
    assertThat(last).isEqualTo(heard.reports().getLast());
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  @Test
  void aLateRunIsFollowedByTheNextAtOnceAndByNoMore() throws Exception {
    lengths.addAll(List.of(Duration.ofSeconds(250), Duration.ofSeconds(10)));
    betweenRuns.add(() -> {});
    every();
    assertThat(clock.waits().getFirst()).isLessThanOrEqualTo(Duration.ZERO);
    assertThat(clock.waits().get(1)).isBetween(Duration.ofNanos(1), Duration.ofSeconds(50));
    assertThat(heard.reports()).hasSize(2);
  }

  @Test
  void aTimeOfDayThatJumpsNeitherHurriesNorDelaysARun() throws Exception {
    lengths.addAll(List.of(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ZERO));
    betweenRuns.add(() -> clock.jump = Duration.ofDays(400));
    betweenRuns.add(() -> clock.jump = Duration.ofDays(-400));
    every();
    assertThat(clock.waits())
        .containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(50), MINUTE);
    assertThat(heard.reports()).allMatch(MirrorReport::isExact);
  }

  @Test
  void aFileThatDoesNotArriveIsNamedWithItsAge() throws Exception {
    Gate gate =
        operation -> {
          if (operation.is(Side.SOURCE, Verb.ENTRY, "a")) {
            throw new NoSuchFileException("a");
          }
        };
    betweenRuns.add(() -> {});
    betweenRuns.add(() -> clock.jump = Duration.ofHours(3));
    betweenRuns.add(() -> clock.jump = Duration.ofDays(-400));
    TreeProvider blind = new FaultyProvider(Runs.portable(), roots, gate);
    Runs.engine(blind, clock).every(MINUTE, roots.options(), heard, cancellation, requests);
    String message = "is listed in the source, but not found there; the next run tries again";
    assertThat(heard.problems())
        .extracting(Problem::message)
        .containsExactly(
            message,
            message + "; has not arrived for 1 min",
            message + "; has not arrived for 3 h",
            message);
  }

  @Test
  void aLaterRunThatCannotBeMadeIsToldAndTheNextOneTried() throws Exception {
    Path away = roots.source().resolveSibling("away");
    betweenRuns.add(() -> Files.move(roots.source(), away));
    betweenRuns.add(() -> {
      Files.move(away, roots.source());
      write("b", "text");
    });
    MirrorReport last = every();
    assertThat(heard.failures()).hasSize(1);
    assertThat(heard.failures().getFirst().reason()).isEqualTo(MirrorException.Reason.REFUSED);
    assertThat(heard.reports()).hasSize(2);
    assertThat(last.isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  @Test
  void aFirstRunThatCannotBeMadeEndsIt() throws Exception {
    Files.delete(roots.source().resolve("a"));
    Files.delete(roots.source());
    assertThatThrownBy(this::every)
        .isInstanceOfSatisfying(
            MirrorException.class,
            e -> assertThat(e.reason()).isEqualTo(MirrorException.Reason.REFUSED));
    assertThat(roots.replica()).doesNotExist();
  }

  @Test
  void aRunThatIsAskedForDuringAnotherFollowsItAtOnceAndTheIntervalCountsFromIt() throws Exception {
    lengths.addAll(List.of(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    requests.request();
    requests.request();
    every();
    assertThat(heard.reports()).hasSize(2);
    assertThat(clock.waits()).containsExactly(Duration.ofSeconds(40));
  }

  private MirrorReport every() throws MirrorException {
    return Runs.engine(Runs.portable(), clock)
        .every(MINUTE, roots.options(), heard, cancellation, requests);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(roots.source().resolve(name), text);
  }

  /** Takes the next step whenever the engine waits, and asks for the stop after the last. */
  private final class SteppedClock extends StillClock {
    private Duration jump = Duration.ZERO;

    @Override
    public Instant now() {
      return super.now().plus(jump);
    }

    @Override
    public boolean await(Duration time, Cancellation token) {
      super.await(time, token);
      return betweenRuns.takeNext(token);
    }
  }

  /** Lets each run take as long as was said. */
  private final class SlowRecorder extends Recorder {
    @Override
    public void runStarted(RunStart start) {
      super.runStarted(start);
      Duration length = lengths.poll();
      clock.advance(length == null ? Duration.ZERO : length);
    }
  }
}
