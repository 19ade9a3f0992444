package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.CommandProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the packaged command tells what it does to programs, in rsync's way, and in logs that end.
 */
class ReportsIT {
  @TempDir Path folder;
  private Path source;
  private Path replica;

  @BeforeEach
  void makeRoots() throws IOException {
    source = Files.createDirectory(folder.resolve("source"));
    replica = folder.resolve("replica");
    Files.createDirectories(source.resolve("docs"));
    Files.writeString(source.resolve("docs/a.txt"), "The quick brown fox");
  }

  @Test
  void changesAreItemisedAlikeByDiffAndSyncAndCounted() throws IOException {
    Outcome diff = CommandProcess.run(folder, "diff", "source", "replica", "-i");
    Outcome sync = CommandProcess.run(folder, "sync", "source", "replica", "-i", "--stats");

    assertThat(changes(sync))
        .containsExactly("cd+++++++++ ./", "cd+++++++++ docs/", ">f+++++++++ docs/a.txt");
    assertThat(changes(diff)).isEqualTo(changes(sync));
    assertThat(sync.output()).contains("Created: 3").last().asString().startsWith("exact: ");
  }

  @Test
  void programsHearOfEachRunAndOfNothingElse() throws IOException {
    Outcome outcome =
        CommandProcess.run(
            folder, "source", "replica", "--json", "--log-file", "log", "--log-format", "json");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.errors()).isEmpty();
    List<Map<String, Object>> objects = Json.parse(outcome.output());
    assertThat(objects.getFirst()).containsEntry("type", "start");
    assertThat(objects.getLast())
        .containsEntry("type", "report")
        .containsEntry("outcome", "exact")
        .containsEntry("exit_code", 0L);
    List<String> log = CommandProcess.lines(folder.resolve("log"));
    assertThat(Json.object(log.getFirst())).containsEntry("type", "begin");
    assertThat(log.subList(1, log.size())).isEqualTo(outcome.output());
  }

  @Tag("full")
  @Test
  void logsThatWerePutAsideInTheSourceAreNotMirrored() throws IOException {
    String[] words = {
      "source",
      "replica",
      "-v",
      "--log-file",
      "source/log",
      "--log-max-size",
      "300",
      "--log-keep",
      "3",
      "--log-format",
      "json"
    };
    Outcome first = CommandProcess.run(folder, words);
    Outcome second = CommandProcess.run(folder, words);

    String[] verify = {
      "verify", "source", "replica", "--log-file=source/log", "--log-max-size=300", "--no-times"
    };
    Outcome verified = CommandProcess.run(folder, verify);

    assertThat(verified.exitCode()).as("%s", verified).isZero();
    assertThat(first.exitCode()).isZero();
    assertThat(second.exitCode()).isZero();
    assertThat(first.errors()).hasSize(1).first().asString().contains("source/log lies in the");
    try (Stream<Path> names = Files.list(source)) {
      assertThat(names.map(name -> name.getFileName().toString()))
          .containsExactlyInAnyOrder("docs", "log", "log.1", "log.2", "log.3");
    }
    for (String name : List.of("log", "log.1", "log.2", "log.3")) {
      assertThat(Json.parse(CommandProcess.lines(source.resolve(name)))).isNotEmpty();
    }
    try (Stream<Path> names = Files.list(replica)) {
      assertThat(names).containsExactly(replica.resolve("docs"));
    }
  }

  private static List<String> changes(Outcome outcome) {
    return outcome.output().stream()
        .filter(line -> line.matches("[<>ch.*][fdLDSd].{9} .*"))
        .toList();
  }
}
