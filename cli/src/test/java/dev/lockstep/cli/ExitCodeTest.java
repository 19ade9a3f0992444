package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.Spared;
import dev.lockstep.model.Problem.Cause;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest(
      name = "{0} failed, {1} not carried, {2} unstable, {3} actions: {4}, diff: {5}")
  @CsvSource({
    "0, 0, 0, 0,  0,  0",
    "0, 0, 0, 5,  0, 28",
    "1, 0, 0, 0, 23, 23",
    "1, 0, 0, 5, 23, 23",
    "0, 1, 0, 5, 23, 23",
    "0, 0, 1, 0, 24, 24",
    "0, 0, 1, 5, 24, 28",
    "1, 0, 1, 5, 23, 23",
    "0, 1, 1, 0, 23, 23"
  })
  void isTheFirstThatApplies(
      long failed, long uncarried, long unstable, long actions, int sync, int diff) {
    var report =
        Reports.report()
            .actions(actions)
            .problems(
                Map.of(
                    Cause.FAILED, failed, Cause.NOT_CARRIED, uncarried, Cause.UNSTABLE, unstable));

    assertThat(ExitCode.of(report.build(), false).number()).isEqualTo(sync);
    assertThat(ExitCode.of(report.build(), true).number()).isEqualTo(diff);
    assertThat(ExitCode.of(report.cancelled().build(), true).number()).isEqualTo(20);
  }

  @Test
  void ofADryRunIsThatOfTheRun() {
    assertThat(ExitCode.of(Reports.report().dry().actions(3).build(), false).number()).isZero();
    assertThat(ExitCode.of(Reports.report().dry().actions(3).build(), true).number()).isEqualTo(28);
  }

  @Test
  void withheldDeletionsComeAfterProblemsAndBeforeDifferences() {
    var report = Reports.report().actions(2).spared(new Spared(130, "too many", true, 0));

    assertThat(ExitCode.of(report.build(), false).number()).isEqualTo(25);
    assertThat(ExitCode.of(report.build(), true).number()).isEqualTo(25);
    report.problems(Map.of(Cause.UNSTABLE, 1L));
    assertThat(ExitCode.of(report.build(), false).number()).isEqualTo(25);
    report.problems(Map.of(Cause.FAILED, 1L));
    assertThat(ExitCode.of(report.build(), false).number()).isEqualTo(23);
  }

  @ParameterizedTest
  @CsvSource({"USAGE, 2", "REFUSED, 26", "HELD, 27", "INTERNAL, 1"})
  void saysWhyThereWasNoRun(Reason reason, int number) {
    assertThat(ExitCode.of(reason).number()).isEqualTo(number);
  }
}
