package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.CommandProcess.Outcome;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletions out of proportion, from the command line. */
class WithholdingIT {
  private static final int MANY = 120;

  @TempDir Path folder;
  private Path source;
  private Path replica;

  @BeforeEach
  void mirrorAndEmptyTheSource() throws IOException {
    source = Files.createDirectory(folder.resolve("source"));
    replica = folder.resolve("replica");
    Path large = Files.createDirectory(source.resolve("large"));
    for (int i = 0; i < MANY; i++) {
      Files.createFile(large.resolve("file" + i));
    }
    assertThat(run("source", "replica").exitCode()).isZero();
    for (int i = 0; i < MANY; i++) {
      Files.delete(large.resolve("file" + i));
    }
    Files.delete(large);
  }

  @Test
  void areWithheldShownAndCarriedOutAfterAYes() throws IOException {
    Outcome diff = run("diff", "source", "replica");
    Outcome withheld = run("source", "replica");
    Outcome status = run("status", "source", "replica");
    Outcome unasked = run("approve", "source", "replica");
    Outcome approved = run("approve", "source", "replica", "--yes");
    Outcome done = run("source", "replica");
    Outcome nothing = run("approve", "source", "replica", "--yes");

    assertThat(diff.exitCode()).isEqualTo(25);
    assertThat(withheld.exitCode()).isEqualTo(25);
    assertThat(withheld.output())
        .anyMatch(line -> line.endsWith("  withheld  folder  large  (gone, holds 120 entries)"));
    assertThat(withheld.output().getLast())
        .startsWith("not exact: 121 deletions withheld (121 of 121 entries are more than ");
    assertThat(status.exitCode()).isEqualTo(25);
    assertThat(status.output()).anyMatch(line -> line.contains("121 deletions"));
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.errors())
        .containsExactly(
            "lockstep: approve asks before it approves, and there is no terminal, so nothing is approved; give --yes to"
                + " approve.");
    assertThat(approved.exitCode()).isZero();
    assertThat(approved.output())
        .containsExactly(
            "folder  large  (gone, holds 120 entries)",
            "121 entries in 1 place of the replica: once approved, the next run deletes them.",
            "Approved for the next run.");
    assertThat(done.exitCode()).isZero();
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    assertThat(nothing.output()).containsExactly("Nothing is withheld.");
  }

  @Tag("full")
  @Test
  void areCarriedOutByAMirrorThatIsGoingOn() throws IOException {
    try (CommandProcess mirror =
        CommandProcess.start(folder, List.of(), "source", "replica", "1")) {
      mirror.awaitOutput(
          lines -> lines.stream().anyMatch(line -> line.contains(" deletions withheld ")));
      assertThat(replica.resolve("large/file7")).exists();
      assertThat(run("approve", "source", "replica", "--yes").exitCode()).isZero();
      mirror.awaitOutput(lines -> lines.stream().anyMatch(line -> line.startsWith("exact: ")));
      mirror.signal("TERM");
      Outcome outcome = mirror.outcome();

      assertThat(outcome.output()).filteredOn(line -> line.contains("  withheld  ")).hasSize(1);
      assertThat(replica.resolve("large")).doesNotExist();
    }
  }

  @Test
  void areKeptOrNotLimitedAsAsked() throws IOException {
    Outcome kept = run("source", "replica", "--no-delete");
    Outcome deleted = run("source", "replica", "--max-delete", "100%");

    assertThat(kept.exitCode()).isZero();
    assertThat(kept.output().getLast()).contains("; kept: 121 that only the replica has");
    assertThat(deleted.exitCode()).isZero();
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
  }

  private Outcome run(String... words) throws IOException {
    return CommandProcess.run(folder, words);
  }
}
