package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.RunStart;
import dev.lockstep.model.Action;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LogOutputTest {
  private static final Instant AT = Instant.parse("2026-11-22T18:40:01.130Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  @Test
  void consoleAndFileHaveTheSameLines() {
    RunLog log = log(Loudness.NORMAL);

    wholeRun(log);

    assertThat(lines(out)).hasSize(3);
    assertThat(lines(error)).hasSize(2);
    assertThat(lines(file))
        .containsExactly(
            lines(out).get(0),
            lines(error).get(0),
            lines(out).get(1),
            lines(error).get(1),
            lines(out).get(2));
  }

  @Test
  void quietConsolesDoNotThinTheFile() {
    RunLog log = log(Loudness.SILENT);

    wholeRun(log);

    assertThat(lines(out)).hasSize(1);
    assertThat(lines(error)).hasSize(1);
    assertThat(lines(file)).hasSize(5);
  }

  @Test
  void tracesGoToTheFileAloneOneLineEach() {
    RunLog log = log(Loudness.NORMAL);

    log.runFailed(
        2,
        new MirrorException(
            MirrorException.Reason.INTERNAL, "Wrong.", new IllegalStateException("a\nexact: b")));

    assertThat(lines(out)).isEmpty();
    assertThat(lines(error)).hasSize(1);
    assertThat(lines(file)).hasSizeGreaterThan(3);
    assertThat(lines(file).getFirst()).startsWith("not exact: run 2 was not made: Wrong.");
    assertThat(lines(file).subList(1, lines(file).size()))
        .allMatch(line -> line.startsWith("2026-11-22T18:40:01.130Z  trace     "));
  }

  @Test
  void worksWithoutAFile() {
    var output = new LogOutput(LogOutput.Formats.of(format()), out, error, Optional.empty());
    var log = new RunLog(new ConsoleGate(Loudness.NORMAL, false), output, InstantSource.fixed(AT));

    wholeRun(log);

    assertThat(lines(out)).hasSize(3);
  }

  @Test
  void aMillionProblemsAreSoManyLinesAndOneThatSaysSo() {
    RunLog log = log(Loudness.NORMAL);
    var problem = new Problem(RelativePath.of("b"), Problem.Cause.FAILED, "x");

    for (int run = 1; run <= 2; run++) {
      log.runStarted(new RunStart(run, AT, Path.of("/s"), Path.of("/r"), false));
      for (int i = 0; i < 1_000_000; i++) {
        log.problem(problem);
      }
      log.runEnded(Reports.report().problems(Map.of(Problem.Cause.FAILED, 1_000_000L)).build());
    }

    assertThat(lines(error)).hasSize(2 * ((int) RunLog.MOST_PROBLEMS + 1));
    assertThat(lines(error).getLast())
        .isEqualTo(
            "2026-11-22T18:40:01.130Z  problem   10,000 paths were named; further ones are only"
                + " counted, in the summary of this run");
    assertThat(lines(out).getLast()).startsWith("not exact: 1,000,000 problems (failed); ");
    assertThat(lines(file)).hasSize(lines(error).size() + lines(out).size());
  }

  @Test
  void theSummaryOnTheConsoleSaysThatTheFileLacksLines() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var output =
        new LogOutput(
            LogOutput.Formats.of(format()),
            out,
            error,
            Optional.of(new LastingOutput(full, _ -> {})));
    var log = new RunLog(new ConsoleGate(Loudness.NORMAL, false), output, InstantSource.fixed(AT));

    log.runEnded(Reports.report().build());

    assertThat(lines(out).getLast()).contains("; the log file lacks lines; at ");
  }

  @Test
  void isInUtf8() {
    log(Loudness.NORMAL).note("Bücher");

    assertThat(lines(error)).containsExactly("2026-11-22T18:40:01.130Z  note      Bücher");
  }

  private static void wholeRun(RunLog log) {
    log.runStarted(new RunStart(1, AT, Path.of("/s"), Path.of("/r"), false));
    log.note("A note.");
    log.action(
        new ActionDone(
            AT,
            RelativePath.of("a"),
            new Action.Create(Entries.file("a")),
            OptionalLong.of(0),
            Optional.empty(),
            Optional.empty()));
    log.problem(new Problem(RelativePath.of("b"), Problem.Cause.FAILED, "x"));
    log.runEnded(Reports.report().cancelled().build());
  }

  private RunLog log(Loudness loudness) {
    var lasting = new LastingOutput(file, _ -> {});
    var output = new LogOutput(LogOutput.Formats.of(format()), out, error, Optional.of(lasting));
    return new RunLog(new ConsoleGate(loudness, false), output, InstantSource.fixed(AT));
  }

  private static LineFormat format() {
    return new LineFormat(ZoneOffset.UTC, false);
  }

  private static List<String> lines(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
