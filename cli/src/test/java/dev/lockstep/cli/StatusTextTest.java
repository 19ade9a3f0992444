package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StatusTextTest {
  private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void saysWhatTheLastRunCameToAndWhenTheNextOneIs() {
    var status =
        new MirrorStatus(
            Optional.of(run(false, 3, 1)),
            Optional.of(AT),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new MirrorStatus.Begun(AT.plusSeconds(60), 17)));
    assertThat(StatusText.lines(status, ZoneOffset.UTC))
        .containsExactly(
            "last run    2026-01-01T12:00:00.000Z: not exact, 3 problems; 1,204 entries,"
                + " 7 actions in 2.0 s",
            "last exact  2026-01-01T12:00:00.000Z",
            "next run    2026-01-01T12:01:00.000Z by pid 17");
    assertThat(ExitCode.of(status)).isEqualTo(ExitCode.PARTIAL);
  }

  @Test
  void aRefusalAndARunThatWasCutOffComeFirst() {
    var cutOff =
        new MirrorStatus(
            Optional.of(run(true, 0, 0)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new MirrorStatus.Begun(AT, 17)),
            Optional.empty());
    assertThat(StatusText.lines(cutOff, ZoneOffset.UTC).getFirst())
        .isEqualTo("cut off     the run begun 2026-01-01T12:00:00.000Z by pid 17 did not end");
    assertThat(ExitCode.of(cutOff)).isEqualTo(ExitCode.STOPPED);
    var refused =
        new MirrorStatus(
            Optional.of(run(true, 0, 0)),
            Optional.empty(),
            Optional.of(new MirrorStatus.Refusal(AT, "No\ndisk.")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(StatusText.lines(refused, ZoneOffset.UTC).getFirst())
        .startsWith("refused     2026-01-01T12:00:00.000Z: No")
        .doesNotContain("\n");
    assertThat(ExitCode.of(refused)).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void exitsAsTheLastRunDid() {
    assertThat(ExitCode.of(status(run(true, 0, 0)))).isEqualTo(ExitCode.EXACT);
    assertThat(ExitCode.of(status(run(false, 2, 2)))).isEqualTo(ExitCode.UNSTABLE);
  }

  private static MirrorStatus status(MirrorStatus.Run last) {
    return new MirrorStatus(
        Optional.of(last),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static MirrorStatus.Run run(boolean exact, long problems, long unstable) {
    return new MirrorStatus.Run(
        AT, Duration.ofSeconds(2), false, exact, 1_204, 7, problems, unstable, 0, 0);
  }
}
