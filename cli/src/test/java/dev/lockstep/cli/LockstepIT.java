package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.CommandProcess.Outcome;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.TreeComparer;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged command, as a process on real folders. */
class LockstepIT {
  private static final String TIME =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)";

  @TempDir Path folder;
  private Path source;
  private Path replica;
  private Path log;

  @BeforeEach
  void makeRoots() throws IOException {
    folder = folder.toRealPath();
    source = Files.createDirectory(folder.resolve("source"));
    replica = folder.resolve("replica");
    log = folder.resolve("logs/lockstep.log");
    Files.createDirectories(source.resolve("docs/empty"));
    Files.writeString(source.resolve("docs/a.txt"), "The quick brown fox");
    Files.createSymbolicLink(source.resolve("link"), Path.of("docs/a.txt"));
  }

  @Test
  void answersWhatItIsAndHowToUseIt() throws IOException {
    Outcome version = CommandProcess.run(folder, "--version");
    Outcome help = CommandProcess.run(folder, "--help");

    assertThat(version.output()).hasSize(1);
    assertThat(version.output().getFirst())
        .matches("lockstep \\d+\\.\\d+\\.\\d+\\S* \\(Java 25.*\\)");
    assertThat(help.output()).containsExactlyElementsOf(HelpText.COMMAND.lines().toList());
    assertThat(CommandProcess.run(folder, "help", "diff").output())
        .containsExactlyElementsOf(HelpText.DIFF.lines().toList());
    assertThat(version.exitCode() + help.exitCode()).isZero();
  }

  @Test
  void mirrorsOnceAndTellsEachActionOnTheConsoleAndInTheLog() throws IOException {
    Outcome outcome = CommandProcess.run(folder, "source", "replica", "0", "logs/lockstep.log");

    assertThat(outcome.exitCode()).isZero();
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    assertThat(outcome.output().getFirst()).matches(TIME + "  run 1: \\S+/source -> \\S+/replica");
    assertThat(outcome.output())
        .anyMatch(line ->
            line.matches(
                TIME
                    + "  create    file    docs/a.txt"
                    + "  \\(new, 19 bytes, md5 [0-9a-f]{32}\\)"))
        .anyMatch(line -> line.matches(TIME + "  create    folder  docs/empty  \\(new\\)"))
        .anyMatch(line -> line.matches(TIME + "  create    symlink link  \\(new.*\\)"));
    assertThat(outcome.output().getLast()).startsWith("exact: 4 entries; ");
    assertThat(CommandProcess.lines(log))
        .containsAll(outcome.output())
        .containsAll(outcome.errors())
        .hasSize(1 + outcome.output().size() + outcome.errors().size());
  }

  @Test
  void findsNothingToDoTheSecondTime() throws IOException {
    mirror();

    Outcome again = CommandProcess.run(folder, "sync", "source", "replica");

    assertThat(again.exitCode()).isZero();
    assertThat(again.output()).hasSize(2);
    assertThat(again.output().getLast()).startsWith("exact: 4 entries; nothing changed in ");
  }

  @Test
  void printsInADryRunWhatTheRunDoes() throws IOException {
    mirror();
    Files.writeString(source.resolve("docs/a.txt"), "jumps over the lazy dog");
    Files.delete(source.resolve("link"));
    Files.createDirectory(source.resolve("link"));
    Files.delete(source.resolve("docs/empty"));

    Outcome dry = CommandProcess.run(folder, "source", "replica", "-n");
    Outcome diff = CommandProcess.run(folder, "diff", "source", "replica");
    Outcome real = CommandProcess.run(folder, "source", "replica");

    assertThat(dry.exitCode()).isZero();
    assertThat(diff.exitCode()).isEqualTo(28);
    assertThat(real.exitCode()).isZero();
    assertThat(actions(real)).isNotEmpty();
    assertThat(actions(dry)).containsExactlyInAnyOrderElementsOf(actions(real));
    assertThat(actions(diff)).containsExactlyInAnyOrderElementsOf(actions(real));
    assertThat(dry.output()).allMatch(line -> line.matches(".*\\bdry\\b.*"));
    assertThat(dry.output().getLast()).startsWith("not exact: dry run: ");
    assertThat(CommandProcess.run(folder, "diff", "source", "replica").exitCode()).isZero();
  }

  @Test
  void aDryRunMakesNoReplica() throws IOException {
    Outcome outcome = CommandProcess.run(folder, "diff", "source", "replica");

    assertThat(outcome.exitCode()).isEqualTo(28);
    assertThat(replica).doesNotExist();
  }

  @Test
  void isAsQuietAsAskedForAndLogsAllTheSame() throws IOException {
    Outcome silent =
        CommandProcess.run(folder, "source", "replica", "-qq", "--log-file", "logs/lockstep.log");
    assertThat(silent).isEqualTo(new Outcome(0, List.of(), List.of()));
    assertThat(CommandProcess.lines(log)).anyMatch(line -> line.contains("  create    file "));

    Files.writeString(source.resolve("docs/a.txt"), "other");
    Outcome quiet = CommandProcess.run(folder, "source", "replica", "-q");
    assertThat(quiet.errors()).isEmpty();
    assertThat(quiet.output()).hasSize(1);
    assertThat(quiet.output().getFirst()).startsWith("exact: ");

    Outcome verbose = CommandProcess.run(folder, "source", "replica", "-v");
    assertThat(verbose.output())
        .anyMatch(line ->
            line.endsWith(
                "  unchanged file    docs/a.txt  (md5 795f3202b17cb6bc3d4b771d8c6c9eaf)"));
  }

  @Tag("full")
  @Test
  void leavesTimesAndPermissionsAloneWhereAsked() throws IOException {
    Machine.run("chmod", "600", source.resolve("docs/a.txt").toString());
    Machine.run("touch", "-d", "2001-01-01", source.resolve("docs/a.txt").toString());
    Files.createDirectories(replica.resolve("docs"));
    Files.writeString(replica.resolve("docs/a.txt"), "The quick brown fox");
    Machine.run("chmod", "604", replica.resolve("docs/a.txt").toString());
    Lstat before = Lstat.of(replica.resolve("docs/a.txt"));

    Outcome first =
        CommandProcess.run(folder, "source", "replica", "-aHAX", "--no-times", "--no-perms");
    Outcome diff =
        CommandProcess.run(folder, "diff", "source", "replica", "--no-perms", "--no-times");

    assertThat(first.exitCode()).isZero();
    assertThat(first.output().getLast())
        .matches("exact: .*; left alone: permissions, times(, .*|; .*)");
    assertThat(diff.exitCode()).isZero();
    assertThat(Lstat.of(replica.resolve("docs/a.txt"))).isEqualTo(before);
    assertThat(CommandProcess.run(folder, "diff", "source", "replica").exitCode()).isEqualTo(28);
  }

  @Test
  @Tag("full")
  void staysOnOneFileSystemWhereAsked() throws IOException {
    Path disk = source.resolve("docs/empty");
    try (Closeable _ = Machine.mount(Path.of("none"), disk, "-t", "tmpfs")) {
      Files.writeString(disk.resolve("theirs"), "theirs");

      Outcome refused = CommandProcess.run(folder, "source", "source/docs/empty/replica");
      Outcome inner = CommandProcess.run(folder, "source", "source/docs/empty/replica", "-x");
      Outcome outer = CommandProcess.run(folder, "source", "replica", "-x");

      assertThat(refused.exitCode()).isEqualTo(26);
      assertThat(inner.exitCode()).isZero();
      assertThat(disk.resolve("replica/docs/a.txt")).exists();
      assertThat(outer.exitCode()).isZero();
      assertThat(outer.output().getLast()).startsWith("exact: 4 entries; ").contains("excluded: 1");
      assertThat(replica.resolve("docs/empty")).isEmptyDirectory();
    }
  }

  @Test
  void letsNoNameForgeALine() throws IOException {
    Files.createFile(source.resolve("a\nexact: 5 entries"));
    Files.createFile(source.resolve("b\u001b[2J\u202e\u2028"));

    Outcome outcome = CommandProcess.run(folder, "source", "replica", "0", "logs/lockstep.log");

    assertThat(outcome.exitCode()).isZero();
    for (List<String> lines : List.of(outcome.output(), CommandProcess.lines(log))) {
      assertThat(lines).noneMatch(line -> line.matches(".*[\\p{Cc}\\p{Cf}\\p{Zl}].*"));
      assertThat(lines).filteredOn(line -> line.startsWith("exact:")).hasSize(1);
      assertThat(lines).anyMatch(line -> line.contains("  a\\nexact: 5 entries  ("));
      assertThat(lines).anyMatch(line -> line.contains("  b\\u001b[2J\\u202e\\u2028  ("));
    }
  }

  @Test
  void mirrorsRootsAndLogsWhoseNamesAreNoText() throws IOException {
    Outcome outcome =
        CommandProcess.shell(
            folder,
            """
            s=$(printf 's\\374'); r=$(printf 'r\\377/deep'); l=$(printf 'l\\200')
            mv source "$s" && "$@" "$s" "$r" 0 --log-file="$l" && diff -r "$s" "$r" && cat "$l"
            """);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output().getFirst()).endsWith("/s\\xfc -> " + folder + "/r\\xff/deep");
    assertThat(outcome.output().stream().filter(line -> line.startsWith("exact:"))).hasSize(2);
  }

  @Test
  void mirrorsRootsThatTheLocaleCannotSpell() throws IOException {
    Outcome outcome =
        CommandProcess.shell(
            folder,
            "mv source Bücher && LC_ALL=C \"$@\" Bücher R\u00e9plique 0 Bücher.log && diff -r"
                + " Bücher R\u00e9plique");

    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void leavesALogFileInsideTheSourceOutAndSaysSo() throws IOException {
    Outcome outcome = CommandProcess.run(folder, "source", "replica", "0", "source/own.log");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.errors())
        .filteredOn(line -> line.contains("source/own.log") && line.contains("left out"))
        .hasSize(1);
    assertThat(replica.resolve("own.log")).doesNotExist();
    assertThat(replica.resolve("docs/a.txt")).exists();
  }

  @Test
  void goesOnWhenTheLogFileCannotBeWrittenAnyMore() throws IOException {
    for (int i = 0; i < 100; i++) {
      Files.createFile(source.resolve("file-" + i));
    }

    Outcome outcome =
        CommandProcess.shell(folder, "ulimit -f 8; \"$@\" source replica 0 logs/lockstep.log");

    assertThat(outcome.exitCode()).isZero();
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    assertThat(outcome.errors())
        .filteredOn(line -> line.contains("lockstep.log lacks lines from here on"))
        .hasSize(1);
  }

  @Test
  void goesOnQuietlyWhenNobodyReadsItsOutputAnyMore() throws IOException {
    for (int i = 0; i < 300; i++) {
      Files.createFile(source.resolve("file-" + i));
    }

    Outcome outcome = CommandProcess.shell(folder, "\"$@\" source replica | head -n 1");

    assertThat(outcome.output()).hasSize(1);
    assertThat(outcome.errors())
        .noneMatch(line -> line.contains("Exception") || line.contains("Standard output"));
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
  }

  @Test
  void namesWhatCouldNotBeMirroredAndMirrorsTheRest() throws IOException {
    Path closed = Files.writeString(source.resolve("closed\n"), "secret");
    Machine.run("chmod", "000", closed.toString());

    Outcome outcome = CommandProcess.run(folder, BadInputIT.WITH_PERMISSIONS, "source", "replica");

    assertThat(outcome.exitCode()).isEqualTo(23);
    assertThat(outcome.errors())
        .filteredOn(line -> line.matches(TIME + "  problem   closed\\\\n: .*permission denied"))
        .hasSize(1);
    assertThat(outcome.output().getLast()).startsWith("not exact: 1 problem (failed); ");
    assertThat(replica.resolve("docs/a.txt")).exists();
  }

  @Test
  void mirrorsAnIntervalUntilItIsStopped() throws IOException {
    try (CommandProcess command =
        CommandProcess.start(folder, List.of(), "source", "replica", "1", "logs/lockstep.log")) {
      command.awaitOutput(lines -> summaries(lines) == 1);
      Files.writeString(source.resolve("second"), "2");
      command.awaitOutput(lines -> lines.stream().anyMatch(line -> line.contains("  second  (")));
      Files.delete(source.resolve("second"));
      command.awaitOutput(lines -> lines.stream().anyMatch(line -> line.endsWith("  (gone)")));
      command.signal("TERM");
      Outcome outcome = command.outcome();

      assertThat(outcome.exitCode()).isEqualTo(20);
      assertThat(TreeComparer.mirror(source, replica)).isEmpty();
      assertThat(summaries(CommandProcess.lines(log))).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  @Tag("full")
  void survivesASourceThatIsAwayForAWhile() throws IOException {
    try (CommandProcess command =
        CommandProcess.start(folder, List.of(), "source", "replica", "1", "logs/lockstep.log")) {
      command.awaitOutput(lines -> summaries(lines) == 1);
      Path away = Files.move(source, folder.resolve("away"));
      awaitLog(
          lines -> lines.stream().filter(line -> line.contains(" was not made: ")).count() > 1);
      Files.move(away, source);
      command.awaitOutput(lines -> summaries(lines) == 2);
      command.signal("TERM");
      Outcome outcome = command.outcome();

      assertThat(outcome.exitCode()).isEqualTo(20);
      assertThat(outcome.errors())
          .filteredOn(line -> line.matches("not exact: run \\d+ was not made: The source source.*"))
          .hasSize(1);
      assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    }
  }

  @Test
  void holdsTheReplicaBetweenTheRunsOfAnInterval() throws IOException {
    // Tests that run in the background of a script ignore INT, and so would what they start.
    List<String> prefix = List.of("env", "--default-signal=INT");
    try (CommandProcess command = CommandProcess.start(folder, prefix, "source", "replica", "60")) {
      command.awaitOutput(lines -> summaries(lines) == 1);

      Outcome second = CommandProcess.run(folder, "source", "replica");
      Outcome diff = CommandProcess.run(folder, "diff", "source", "replica");
      Outcome status = CommandProcess.run(folder, "status", "source", "replica");

      assertThat(status.output())
          .last()
          .asString()
          .matches("next run    " + TIME + " by pid " + command.pid());
      assertThat(second.exitCode()).isEqualTo(27);
      assertThat(second.errors()).hasSize(1);
      assertThat(second.errors().getFirst()).matches("lockstep: .*held by pid \\d+ since .*");
      assertThat(diff.exitCode()).isZero();
      command.signal("INT");
      assertThat(command.outcome().exitCode()).isEqualTo(20);
    }
  }

  @Test
  void stopsWithinTwoSecondsInTheMiddleOfAHugeFile() throws IOException {
    try (var huge = new RandomAccessFile(source.resolve("huge").toFile(), "rw")) {
      huge.setLength(10L << 30);
    }
    try (CommandProcess command = CommandProcess.start(folder, List.of(), "source", "replica")) {
      command.awaitOutput(
          lines -> lines.stream().anyMatch(line -> line.contains("  docs/a.txt  (")));
      long asked = System.nanoTime();
      command.signal("TERM");
      Outcome outcome = command.outcome();

      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
      assertThat(outcome.exitCode()).isEqualTo(20);
      assertThat(outcome.output().getLast()).startsWith("not exact: stopped by a signal; ");
      assertThat(replica.resolve("huge")).doesNotExist();
      try (Stream<Path> left = Files.walk(replica)) {
        assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".lockstep-"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "8"})
  @Tag("full")
  void isExactWithAnyNumberOfWorkersAndAnyLimit(String jobs) throws IOException {
    Files.write(source.resolve("large"), new byte[3_000_000]);

    Outcome outcome =
        CommandProcess.run(folder, "source", "replica", "-j", jobs, "--bwlimit", "50M");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output().getLast()).startsWith("exact: 5 entries; ");
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
  }

  /** It would go on for half a day. Larger files may share their blocks, and are not held back. */
  @Test
  @Tag("full")
  void stopsWhileItMayCopyHardlyAnything() throws IOException {
    Files.write(source.resolve("slow"), new byte[50_000]);
    try (CommandProcess command =
        CommandProcess.start(folder, List.of(), "source", "replica", "--bwlimit=1")) {
      command.awaitOutput(lines -> lines.stream().anyMatch(line -> line.contains("  run 1: ")));
      command.signal("TERM");
      Outcome outcome = command.outcome();

      assertThat(outcome.exitCode()).isEqualTo(20);
      assertThat(outcome.output().getLast()).startsWith("not exact: stopped by a signal; ");
      assertThat(replica.resolve("slow")).doesNotExist();
      try (Stream<Path> left = Files.walk(replica)) {
        assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".lockstep-"));
      }
    }
  }

  private void awaitLog(Predicate<List<String>> wish) {
    Awaitility.await().until(() -> wish.test(CommandProcess.lines(log)));
  }

  private void mirror() throws IOException {
    assertThat(CommandProcess.run(folder, "source", "replica").exitCode()).isZero();
  }

  /** Action, kind, path and reason of each action. */
  private static List<String> actions(Outcome outcome) {
    return outcome.output().stream()
        .filter(line -> line.matches(TIME + "  (dry  )?(create|update|meta|replace|delete) .*"))
        .map(line -> line.replaceFirst("^\\S+  (dry  )?", ""))
        .toList();
  }

  private static long summaries(List<String> lines) {
    return lines.stream().filter(line -> line.matches("(not )?exact: .*")).count();
  }
}
