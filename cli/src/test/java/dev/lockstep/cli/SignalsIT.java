package dev.lockstep.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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

  /**
   * Has calls that remove wait for long. The tracer is not the parent, so that signals reach the
   * command itself; that has ended when its end is seen, but the tracer lets go of it so late.
   */
  private static final List<String> WITHOUT_UNDOING =
      List.of(
          "env",
          "--default-signal=INT",
          "strace",
          "-D",
          "-f",
          "-qq",
          "-o",
          "/dev/null",
          "-e",
          "trace=unlinkat",
          "-e",
          "inject=unlinkat:delay_enter=15s");

  private static final long HUGE = 100L << 30;

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

  /** To undo what is on its way takes so long that only a second signal can forestall it. */
  @Test
  @Tag("full")
  void aSecondIntLeavesAtOnceAndTheNextRunRemovesWhatWasStaged() throws IOException {
    Path huge = Files.move(folder.resolve("source/first"), folder.resolve("source/huge"));
    try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(HUGE);
    }
    try (WatchedCommand command =
        WatchedCommand.start(folder, WITHOUT_UNDOING, Backend.LINUX, "source", "replica")) {
      Awaitility.await().atMost(60, SECONDS).until(() -> !staged().isEmpty());
      // One that waits to be taken swallows those that follow it, so there are more than two.
      while (command.isRunning()) {
        command.signal("INT");
      }

      assertThat(command.exitCode()).isEqualTo(20);
      assertThat(command.lines()).isNotEmpty().noneMatch(line -> line.matches("(not )?exact\\b.*"));
      assertThat(staged()).hasSize(1);
    }
    Files.delete(huge);
    Files.writeString(huge, "small by now");
    try (WatchedCommand next =
        WatchedCommand.start(folder, List.of(), Backend.LINUX, "source", "replica")) {
      assertThat(next.exitCode()).as("%s", next.lines()).isZero();
    }

    assertThat(TreeComparer.mirror(folder.resolve("source"), folder.resolve("replica"))).isEmpty();
  }

  /** What lies in the replica under a staged name. */
  private List<Path> staged() throws IOException {
    Path replica = folder.resolve("replica");
    if (!Files.exists(replica)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(replica)) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith(".lockstep-"))
          .toList();
    }
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
