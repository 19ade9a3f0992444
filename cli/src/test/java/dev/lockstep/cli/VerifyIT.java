package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.CommandProcess.Outcome;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged command reads both sides whole. */
class VerifyIT {
  @TempDir Path folder;
  private List<String> prefix = List.of();

  @BeforeEach
  void makeRoots() throws IOException {
    folder = folder.toRealPath();
    Files.createDirectories(folder.resolve("source/deep"));
    Files.writeString(folder.resolve("source/a"), "text");
    Files.writeString(folder.resolve("source/deep/b"), "more text");
  }

  @Test
  void equalFoldersAreCode0AndOneLine() throws IOException {
    run("source", "replica");
    Snapshot before = Snapshot.of(folder.resolve("replica"));

    Outcome outcome = run("verify", "source", "replica");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("verified: 3 entries, 13 bytes read on each side; all equal; in ");
    assertThat(TreeComparer.sinceThen(before, folder.resolve("replica"))).isEmpty();
    assertThat(run("verify", "-qq", "source", "replica").output()).isEmpty();
  }

  @Test
  void differencesAreCode28AndALineEach() throws IOException {
    run("source", "replica");
    Files.writeString(folder.resolve("source/a"), "TEXT");
    Files.writeString(folder.resolve("replica/extra"), "");
    Files.delete(folder.resolve("replica/deep/b"));

    Outcome outcome = run("verify", "-q", "source", "replica");

    assertThat(outcome.exitCode()).isEqualTo(28);
    assertThat(outcome.output())
        .anyMatch(line -> line.contains("  changed   file    a  (content, times; the source was"))
        .anyMatch(line -> line.contains("  missing   file    deep/b  (in the replica)"))
        .anyMatch(line -> line.contains("  extra     file    extra  (only in the replica)"));
    assertThat(outcome.output().getLast())
        .startsWith("not equal: 1 changed in the source, ")
        .contains("1 missing in the replica, 1 only in the replica; 3 entries, ");
  }

  @Test
  void whatCannotBeReadIsCode23() throws IOException {
    run("source", "replica");
    Machine.run("chmod", "000", folder.resolve("source/a").toString());
    Machine.run("chmod", "000", folder.resolve("replica/a").toString());

    Outcome outcome =
        CommandProcess.run(folder, BadInputIT.WITH_PERMISSIONS, "verify", "source", "replica");

    assertThat(outcome.exitCode()).isEqualTo(23);
    assertThat(outcome.errors())
        .anyMatch(line -> line.endsWith("a: cannot be read: permission denied"));
    assertThat(outcome.output()).last().asString().startsWith("not equal: 2 paths that could not");
  }

  @Tag("full")
  @Test
  void programsAreToldInJson() throws IOException {
    run("source", "replica");
    Files.writeString(folder.resolve("replica/deep/b"), "MORE TEXT");
    Machine.run("sh", "-c", "touch \"$1/replica/$(printf '\\377\"')\"", "sh", folder.toString());

    Outcome outcome = run("verify", "source", "replica", "--json");

    assertThat(outcome.exitCode()).isEqualTo(28);
    assertThat(outcome.output())
        .contains(
            "{\"type\":\"finding\",\"path\":\"\ufffd\\\"\",\"path_base64\":\"/yI=\",\"kind\":\"file\",\"finding\":\"extra\",\"differs\":[]}",
            "{\"type\":\"finding\",\"path\":\"deep/b\",\"kind\":\"file\",\"finding\":\"replica-changed\",\"differs\":[\"content\",\"times\"]}");
    assertThat(outcome.output().getLast())
        .startsWith(
            "{\"type\":\"report\",\"equal\":false,\"stopped\":false,\"exit_code\":28,\"entries\":3,")
        .contains("\"findings\":{\"replica-changed\":1,");
    parse(outcome.output());
  }

  /** By a parser that is not ours. */
  private static void parse(List<String> lines) throws IOException {
    String script = "import json, sys\nfor line in sys.argv[1:]: json.loads(line)";
    List<String> command = new ArrayList<>(List.of("python3", "-c", script));
    command.addAll(lines);
    Machine.run(command.toArray(String[]::new));
  }

  @Test
  void aMissingReplicaIsCode26() throws IOException {
    Outcome outcome = run("verify", "source", "replica", "--repair");

    assertThat(outcome.exitCode()).isEqualTo(26);
    assertThat(outcome.errors())
        .containsExactly(
            "lockstep: The replica replica does not exist, so there is nothing to verify; check the path, and that its disk is mounted.");
    assertThat(folder.resolve("replica")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  @Tag("full")
  void rotOnARealDiskIsFoundAndHealed(Backend backend) throws IOException {
    prefix = List.of("env", "JDK_JAVA_OPTIONS=" + backend.flag());
    try (Mounted source = Machine.loopMounted("ext4", 16);
        Mounted replica = Machine.loopMounted("ext4", 16)) {
      Path file = source.folder().resolve("file");
      Files.writeString(file, "content ".repeat(1_000));
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
      source.age("file");
      assertThat(run(source, replica, "sync").exitCode()).isZero();
      assertThat(run(source, replica, "verify").exitCode()).isZero();

      rottenReplica(source, replica);
      rottenSource(source, replica);
    }
  }

  @Test
  @Tag("full")
  void aReplicaThatIsMountedReadOnlyCanBeVerified() throws IOException {
    try (Mounted replica = Machine.loopMounted("ext4", 16)) {
      String there = replica.folder().toString();
      assertThat(run("source", there).exitCode()).isZero();
      Machine.run("mount", "-o", "remount,ro", there);

      assertThat(run("verify", "source", there).exitCode()).isZero();
      assertThat(run("verify", "source", there, "--repair").exitCode()).isEqualTo(26);
    }
  }

  @Test
  @Tag("full")
  void whatMemoryHoldsHidesNoRotOfTheDisk() throws IOException {
    try (Mounted replica = Machine.loopMounted("ext4", 16)) {
      String there = replica.folder().toString();
      assertThat(run("source", there).exitCode()).isZero();

      replica.rotBehindMemory("a");
      assertThat(Files.readString(replica.folder().resolve("a"))).isEqualTo("text");
      assertThat(run("sync", "--rehash", "source", there).output())
          .anyMatch(line -> line.contains("  update    file    a  (content, "));

      replica.rotBehindMemory("a");
      assertThat(Files.readString(replica.folder().resolve("a"))).isEqualTo("text");
      assertThat(run("verify", "source", there).exitCode()).isNotZero();
    }
  }

  private void rottenReplica(Mounted source, Mounted replica) throws IOException {
    Path copy = replica.folder().resolve("file");
    replica.rot("file");
    assertThat(Files.readString(copy)).startsWith("bontent ");
    assertThat(run(source, replica, "sync").exitCode()).isZero();

    Outcome found = run(source, replica, "verify");
    assertThat(found.exitCode()).isEqualTo(29);
    assertThat(found.output())
        .anyMatch(line -> line.contains("  rotten    file    file  (content; in the replica: "));
    assertThat(found.output().getLast()).startsWith("not equal: 1 rotten in the replica; 1 entry");
    assertThat(run(source, replica, "verify", "--json").output())
        .anyMatch(line -> line.contains("\"finding\":\"replica-rotted\""));

    Outcome healed = run(source, replica, "verify", "--repair");
    assertThat(healed.exitCode()).isZero();
    assertThat(healed.output())
        .anyMatch(line -> line.contains("  update    file    file  (content, 8,000 bytes, md5 "));
    assertThat(healed.output().getLast()).startsWith("verified: ").contains("; repaired: 1; ");
    assertThat(Files.mismatch(source.folder().resolve("file"), copy)).isEqualTo(-1);
    assertThat(run(source, replica, "verify").exitCode()).isZero();
  }

  private void rottenSource(Mounted source, Mounted replica) throws IOException {
    Path copy = replica.folder().resolve("file");
    source.rot("file");

    Outcome found = run(source, replica, "verify");
    assertThat(found.exitCode()).isEqualTo(29);
    assertThat(found.output())
        .anyMatch(line -> line.contains("  rotten    file    file  (content; in the source: "));
    assertThat(run(source, replica, "sync", "--rehash").exitCode()).isEqualTo(29);
    assertThat(run(source, replica, "verify", "--repair").exitCode()).isEqualTo(29);
    assertThat(Files.readString(copy)).startsWith("content ");

    assertThat(run(source, replica, "verify", "--repair=source-is-right").exitCode()).isZero();
    assertThat(Files.readString(copy)).startsWith("bontent ");
    assertThat(run(source, replica, "verify").exitCode()).isZero();
    assertThat(run(source, replica, "sync", "--rehash").exitCode()).isZero();
  }

  private Outcome run(Mounted source, Mounted replica, String verb, String... options)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(verb));
    words.add(source.folder().toString());
    words.add(replica.folder().toString());
    words.addAll(List.of(options));
    return run(words.toArray(String[]::new));
  }

  private Outcome run(String... words) throws IOException {
    return CommandProcess.run(folder, prefix, words);
  }
}
