package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.RunStart;
import dev.lockstep.model.Action;
import dev.lockstep.model.Problem;
import dev.lockstep.model.Problem.Cause;
import dev.lockstep.model.RelativePath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleGateTest {
  private final List<String> said = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T18:40:00Z");
  private ConsoleGate gate = new ConsoleGate(Loudness.NORMAL, true);

  @ParameterizedTest
  @CsvSource({
    "VERBOSE, Opened Note Unchanged Done Ended",
    "NORMAL, Opened Note Done Ended",
    "QUIET, Ended",
    "SILENT, ''"
  })
  void passesOfAnExactRunWhatWasAskedFor(Loudness loudness, String expected) {
    gate = new ConsoleGate(loudness, false);

    open();
    pass(new RunEvent.Note(now, "n"));
    pass(new RunEvent.Unchanged(now, RelativePath.of("b"), Entries.file("b"), Optional.empty()));
    act();
    end(Reports.report().actions(1));

    assertThat(String.join(" ", said)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "VERBOSE, Opened Done Trouble Ended",
    "NORMAL, Opened Done Trouble Ended",
    "QUIET, Trouble Ended",
    "SILENT, Trouble Ended"
  })
  void passesProblemsAndTheSummaryOfARunThatIsNotExactToAll(Loudness loudness, String expected) {
    gate = new ConsoleGate(loudness, false);

    open();
    act();
    fail();
    end(Reports.report().actions(1).problems(Map.of(Cause.FAILED, 1L)));

    assertThat(String.join(" ", said)).isEqualTo(expected);
  }

  @Test
  void saysAnUnchangedRunOfAnIntervalTheFirstTimeAndThenOnceAnHour() {
    List<Integer> runsSaid = new ArrayList<>();
    for (int run = 0; run <= 130; run++) {
      said.clear();
      open();
      end(Reports.report());
      if (!said.isEmpty()) {
        assertThat(said).containsExactly("Opened", "Ended");
        runsSaid.add(run);
      }
      now = now.plus(Duration.ofMinutes(1));
    }

    assertThat(runsSaid).containsExactly(0, 60, 120);
  }

  @Test
  void holdsTheOpeningLineUntilSomethingFollows() {
    unchangedRun();
    said.clear();

    open();
    assertThat(said).isEmpty();
    act();
    act();
    end(Reports.report().actions(2));

    assertThat(said).containsExactly("Opened", "Done", "Done", "Ended");
  }

  @Test
  void forgetsTheOpeningLineOfARunThatWasNotSaid() {
    unchangedRun();
    unchangedRun();
    said.clear();

    open();
    act();

    assertThat(said).containsExactly("Opened", "Done");
  }

  @Test
  void saysEveryRunThatIsNotExact() {
    unchangedRun();
    said.clear();

    open();
    end(Reports.report().cancelled());

    assertThat(said).containsExactly("Opened", "Ended");
  }

  @Test
  void aClockThatWasPutBackDoesNotSilenceAnInterval() {
    unchangedRun();
    said.clear();
    now = now.minus(Duration.ofDays(1));
    unchangedRun();
    unchangedRun();

    assertThat(said).containsExactly("Opened", "Ended");
  }

  @Test
  void quietIntervalsSayASummaryOnceAnHour() {
    gate = new ConsoleGate(Loudness.QUIET, true);
    unchangedRun();
    unchangedRun();
    now = now.plus(Duration.ofHours(1));
    unchangedRun();

    assertThat(said).containsExactly("Ended", "Ended");
  }

  @Test
  void verboseIntervalsSayEveryRun() {
    gate = new ConsoleGate(Loudness.VERBOSE, true);
    unchangedRun();
    said.clear();

    open();
    pass(new RunEvent.Unchanged(now, RelativePath.of("b"), Entries.file("b"), Optional.empty()));
    end(Reports.report());

    assertThat(said).containsExactly("Opened", "Unchanged", "Ended");
  }

  @Test
  void saysTheSameFailureOnceAndThatItIsOver() {
    gate = new ConsoleGate(Loudness.SILENT, true);
    runFails("gone");
    runFails("gone");
    runFails("held");
    runFails("gone");
    assertThat(said).containsExactly("Failed", "Failed", "Failed");

    gate = new ConsoleGate(Loudness.NORMAL, true);
    unchangedRun();
    runFails("gone");
    said.clear();
    unchangedRun();
    unchangedRun();
    assertThat(said).containsExactly("Opened", "Ended");
  }

  @Test
  void keepsTracesOffTheConsole() {
    pass(new RunEvent.Trace(now, "at"));

    assertThat(said).isEmpty();
  }

  private void unchangedRun() {
    open();
    end(Reports.report());
  }

  private void open() {
    pass(new RunEvent.Opened(new RunStart(1, now, Path.of("s"), Path.of("r"), false)));
  }

  private void act() {
    pass(
        new RunEvent.Done(
            new ActionDone(now, RelativePath.of("a"), new Action.Create(Entries.file("a")))));
  }

  private void fail() {
    pass(new RunEvent.Trouble(now, new Problem(RelativePath.of("c"), Cause.FAILED, "x")));
  }

  private void runFails(String sentence) {
    pass(new RunEvent.Failed(now, 2, sentence));
  }

  private void end(Reports report) {
    pass(new RunEvent.Ended(now, report.started(now).build()));
  }

  private void pass(RunEvent event) {
    gate.pass(event).forEach(passed -> said.add(passed.getClass().getSimpleName()));
  }
}
