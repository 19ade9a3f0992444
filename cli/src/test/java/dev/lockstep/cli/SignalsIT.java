package dev.lockstep.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What signals do to a command that mirrors by a long interval. */
class SignalsIT {
  /**
   * A session of its own has no controlling terminal. Tests that run under nohup ignore HUP, and so
   * would what they start.
   */
  private static final List<String> WITHOUT_TERMINAL =
      List.of("env", "--default-signal=HUP", "setsid");

  @TempDir Path folder;
  private Path log;

  @BeforeEach
  void makeSource() throws IOException {
    Files.createDirectory(folder.resolve("source"));
    Files.writeString(folder.resolve("source/first"), "1");
    log = folder.resolve("log");
  }

  @Test
  void usr1StartsARunNow() throws IOException {
    try (CommandProcess command = start(WITHOUT_TERMINAL)) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      Files.writeString(folder.resolve("source/second"), "2");
      command.signal("USR1");
      command.awaitOutput(lines -> has(lines, "  second  ("));

      assertThat(folder.resolve("replica/second")).hasContent("2");
    }
  }

  @Test
  void hupReopensTheLogWhereThereIsNoTerminal() throws IOException {
    try (CommandProcess command = start(WITHOUT_TERMINAL)) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      Path rotated = Files.move(log, folder.resolve("log.1"));
      command.signal("HUP");
      command.signal("USR1");
      awaitLog(lines -> has(lines, "exact: "));
      command.signal("TERM");

      assertThat(command.outcome().exitCode()).isEqualTo(20);
      assertThat(CommandProcess.lines(rotated))
          .filteredOn(line -> line.contains("  run "))
          .hasSize(1);
      assertThat(CommandProcess.lines(log)).anyMatch(line -> line.contains("  run 2: "));
    }
  }

  @Test
  void hupStopsWhatBelongsToATerminalThatIsClosed() throws IOException {
    try (CommandProcess command = CommandProcess.startOnTerminal(folder, words())) {
      command.awaitOutput(lines -> has(lines, "exact: "));
    }
    awaitLog(lines -> has(lines, "Stopped by a signal"));
  }

  private CommandProcess start(List<String> prefix) throws IOException {
    return CommandProcess.start(folder, prefix, words());
  }

  private String[] words() {
    return new String[] {"source", "replica", "1d", log.toString()};
  }

  private void awaitLog(Predicate<List<String>> wish) {
    Awaitility.await()
        .atMost(60, SECONDS)
        .until(() -> Files.exists(log) && wish.test(CommandProcess.lines(log)));
  }

  private static boolean has(List<String> lines, String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }
}
