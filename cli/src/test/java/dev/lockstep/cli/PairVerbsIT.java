package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.CommandProcess.Outcome;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that ask about a pair of folders, or answer for it. */
class PairVerbsIT {
  @TempDir Path folder;

  @BeforeEach
  void makeRoots() throws IOException {
    folder = folder.toRealPath();
    Files.createDirectory(folder.resolve("source"));
    Files.writeString(folder.resolve("source/a"), "text");
  }

  @Test
  void statusTellsTheLastRunAndExitsAsThatDid() throws IOException {
    run("source", "replica");
    Outcome exact = run("status", "source", "replica");
    assertThat(exact.exitCode()).isZero();
    assertThat(exact.output()).hasSize(2);
    assertThat(exact.output().getFirst()).startsWith("last run    ").contains(": exact; 1 entry");

    Files.createDirectory(folder.resolve("away"));
    Files.move(folder.resolve("source"), folder.resolve("away/source"));
    run("source", "replica");
    Outcome refused = run("status", "source", "replica");
    assertThat(refused.exitCode()).isEqualTo(26);
    assertThat(refused.output().getFirst())
        .startsWith("refused     ")
        .contains("The source source does not exist");
  }

  @Test
  void swappedFoldersAreRefusedUntilTheyAreAdopted() throws IOException {
    run("source", "replica");
    Outcome refused = run("replica", "source");
    assertThat(refused.exitCode()).isEqualTo(26);
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .contains("are SOURCE and REPLICA swapped? If this is right, run: lockstep adopt");

    Outcome unasked = run("adopt", "replica", "source");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.errors()).singleElement().asString().contains("give --yes to accept");
    assertThat(run("replica", "source").exitCode()).isEqualTo(26);

    Outcome adopted = run("adopt", "replica", "source", "--yes");
    assertThat(adopted.exitCode()).isZero();
    assertThat(adopted.output()).last().isEqualTo("Accepted; the next run goes.");
    assertThat(run("replica", "source").exitCode()).isZero();
    assertThat(run("adopt", "replica", "source").output())
        .containsSequence("These are the ones known.", "Nothing is changed.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "replica"})
  @Tag("full")
  void anotherDiskInARootsPlaceIsRefused(String root) throws IOException {
    Path place = folder.resolve(root);
    Files.createDirectories(place);
    try (Mounted known = Machine.loopMounted("ext4", 8);
        Mounted other = Machine.loopMounted("ext4", 8)) {
      for (Mounted disk : List.of(known, other)) {
        Files.delete(disk.folder().resolve("lost+found"));
        Files.writeString(disk.folder().resolve("a"), "text");
        Files.writeString(disk.folder().resolve("on-disks-alone"), "text");
      }
      try (Closeable _ = Machine.mount(known.folder(), place, "--bind")) {
        assertThat(mirror(0)).last().asString().startsWith("exact: ");
      }
      Snapshot before = Snapshot.of(folder.resolve("replica"));
      Snapshot otherBefore = Snapshot.of(other.folder());
      try (Closeable _ = Machine.mount(other.folder(), place, "--bind")) {
        assertThat(mirror(26))
            .singleElement()
            .asString()
            .matches(
                "lockstep: The "
                    + root
                    + " .* lies on .*, not on .* as in earlier runs;"
                    + " is its disk mounted\\? If this is right, run: lockstep adopt .*");
      }
      assertThat(TreeComparer.sinceThen(otherBefore, other.folder())).isEmpty();
      assertThat(TreeComparer.sinceThen(before, folder.resolve("replica"))).isEmpty();
      try (Closeable _ = Machine.mount(known.folder(), place, "--bind")) {
        assertThat(mirror(0)).last().asString().startsWith("exact: ");
      }
    }
  }

  /** Runs the backend that can tell disks apart also where nobody else has noted what they are. */
  private List<String> mirror(int exitCode) throws IOException {
    try (WatchedCommand command =
        WatchedCommand.start(folder, List.of(), Backend.LINUX, "source", "replica")) {
      assertThat(command.exitCode()).as("%s", command.lines()).isEqualTo(exitCode);
      return command.lines();
    }
  }

  @Tag("full")
  @Test
  void aDamagedMemoryCostsAQuestionAndNothingElse() throws IOException {
    run("source", "replica");
    try (var pairs = Files.newDirectoryStream(folder.resolve("state/lockstep/pairs"))) {
      for (Path pair : pairs) {
        Files.writeString(pair.resolve("roots"), "lockstep roots 99\nend\n");
        Files.writeString(pair.resolve("runs"), "lockstep runs 1\nlast\t");
      }
    }
    Outcome status = run("status", "source", "replica");
    assertThat(status.exitCode()).isEqualTo(2);
    assertThat(status.errors()).singleElement().asString().contains("is not trusted");
    Outcome outcome = run("source", "replica");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.errors()).filteredOn(line -> line.contains("is not trusted")).hasSize(2);
    assertThat(run("status", "source", "replica").exitCode()).isZero();
  }

  @Test
  void withoutAPlaceToRememberTheSummarySaysSo() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    Outcome outcome = run("source", "replica", "--state-dir", "file/state");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output().getLast())
        .contains("; no memory (the state folder file/state cannot be ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status source replica         | no run is known",
        "status source                 | There is no REPLICA",
        "status source replica 60      | is one word too many after SOURCE REPLICA;",
        "status source replica --yes   | status asks nothing, so it takes no --yes",
        "adopt source replica -n --yes | adopt takes no --dry-run",
        "approve source replica -n --yes | approve takes no --dry-run",
        "sync source replica --yes     | sync asks nothing, so it takes no --yes",
        "adopt source host:/x --yes    | looks like a place on another machine",
        "adopt source replica --yes --state-dir replica/x | lies inside the replica",
      })
  void wrongUsageIsCode2(String words, String sentence) throws IOException {
    Outcome outcome = run(words.split(" "));
    assertThat(outcome.errors()).singleElement().asString().contains(sentence);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(folder.resolve("replica")).doesNotExist();
  }

  @Test
  void adoptRefusesRootsThatAreNotInOrder() throws IOException {
    Outcome outcome = run("adopt", "none", "replica", "--yes");
    assertThat(outcome.exitCode()).isEqualTo(26);
    assertThat(outcome.errors()).singleElement().asString().contains("none does not exist");
  }

  private Outcome run(String... words) throws IOException {
    return CommandProcess.run(folder, List.of(), words);
  }
}
