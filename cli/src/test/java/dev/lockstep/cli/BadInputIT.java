package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.CommandProcess.Outcome;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
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

/** Each mistake is told in one sentence of its own, before anything is touched. */
class BadInputIT {
  /** As root, runs what follows without root's right to pass by permissions. */
  static final List<String> WITH_PERMISSIONS =
      Machine.isRoot()
          ? List.of(
              "setpriv",
              "--bounding-set=-dac_override,-dac_read_search",
              "--inh-caps=-dac_override,-dac_read_search")
          : List.of();

  @TempDir Path folder;
  private Path source;
  private Path replica;

  @BeforeEach
  void makeRoots() throws IOException {
    folder = folder.toRealPath();
    source = Files.createDirectories(folder.resolve("tree/source"));
    Files.writeString(source.resolve("new"), "new");
    Files.createDirectory(source.resolve("inner"));
    replica = Files.createDirectories(folder.resolve("tree/replica"));
    Files.writeString(replica.resolve("old"), "old");
    Files.createDirectory(replica.resolve("inner"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                            | Name a SOURCE and a REPLICA folder",
        "tree/source                 | There is no REPLICA",
        "tree/source tree/replica abc | \"abc\" is not an interval",
        "tree/source tree/replica --wach | Unknown option --wach",
        "tree/source tree/replica --no-times --check stamp | --check stamp needs the times",
        "verify tree/source tree/replica --check stamp | verify compares digests",
        "tree/source host:/replica   | \"host:/replica\" looks like a place on another machine",
        "tree/source tree/replica 0 tree/replica/log | The log file tree/replica/log lies inside",
        "tree/source tree/none 0 tree/link/none/log | The log file tree/link/none/log lies inside",
        "tree/source tree/replica 0 tree/source | The log file tree/source cannot be written",
        "tree/source tree/replica --state-dir tree/replica | The state folder tree/replica lies",
        "tree/source tree/replica --state-dir tree | The replica tree/replica lies inside the state"
      })
  void wrongUsageIsCode2(String words, String sentence) throws IOException {
    Files.createSymbolicLink(folder.resolve("tree/link"), folder.resolve("tree"));

    assertRefused(2, sentence, List.of(), words == null ? new String[0] : words.split(" "));
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tree/source tree/replica -5 | \"-5\" is not an interval",
        "tree/source tree/replica -az | -z is refused",
        "tree/source tree/replica 0 tree/source/../replica/log | The log file tree/source/../",
        "tree/source tree/none 0 tree/none/log | The log file tree/none/log lies inside",
        "tree/source tree/replica 0 tree/source/new/log | The log file tree/source/new/log cannot",
        "tree/source tree/replica 0 /dev/full | The log file /dev/full cannot be written",
        "tree/source tree/none/r --state-dir tree/none | The replica tree/none/r lies inside the"
      })
  void soIsTheSameInOtherWords(String words, String sentence) throws IOException {
    wrongUsageIsCode2(words, sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tree/none       | tree/replica       | The source tree/none does not exist",
        "tree/source/new | tree/replica       | The source tree/source/new is a file",
        "tree/source     | tree/replica/old   | The replica tree/replica/old is a file",
        "tree/source     | tree/nowhere       | The replica tree/nowhere is a link that leads",
        "tree/source     | tree/source        | The source tree/source and the replica tree/source are",
        "tree/source/    | tree/link/source   | The source tree/source and the replica",
        "tree/source     | tree/source/inner  | The replica tree/source/inner lies inside the source",
        "tree/replica/inner | tree/replica    | The source tree/replica/inner lies inside the replica",
        "tree/source     | tree/link/source/inner | The replica tree/link/source/inner lies inside",
        "tree/source     | /media/no-such-disk-of-ours/x | is the disk plugged in?"
      })
  void rootsThatAreNotInOrderAreCode26(String from, String to, String sentence) throws IOException {
    Files.createSymbolicLink(folder.resolve("tree/link"), folder.resolve("tree"));
    Files.createSymbolicLink(folder.resolve("tree/nowhere"), Path.of("none"));

    assertRefused(26, sentence, List.of(), from, to);
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tree/nowhere    | tree/replica       | The source tree/nowhere is a link that leads",
        "tree/source     | tree/replica/../source | The source tree/source and the replica",
        "tree/source     | tree/source/none   | The replica tree/source/none lies inside the source",
        "tree/link/replica/inner | tree/link/replica/inner/.. | The source tree/link/replica/inner"
      })
  void soAreThoseOnOtherWays(String from, String to, String sentence) throws IOException {
    rootsThatAreNotInOrderAreCode26(from, to, sentence);
  }

  @Test
  void rootsThatMayNotBeReadOrWrittenAreCode26() throws IOException {
    Machine.run("chmod", "000", source.toString());
    try {
      assertRefused(26, "The source tree/source may not be read", "tree/source", "tree/replica");
    } finally {
      Machine.run("chmod", "755", source.toString());
    }
    Machine.run("chmod", "555", replica.toString());
    assertRefused(26, "The replica tree/replica/new does not", "tree/source", "tree/replica/new");
    if (Machine.isRoot()) {
      // One's own folder could be opened up; only root can make one that is another's.
      Machine.run("chown", "65534", replica.toString());
      assertRefused(
          26, "The replica tree/replica may not be written", "tree/source", "tree/replica");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "diff tree/source tree/replica, 23",
    "verify tree/source tree/replica, 23",
    "verify tree/source tree/replica --json, 23",
    "sync -n tree/source tree/replica --log-file log, 23",
    "sync tree/source tree/replica --json, 0"
  })
  void anOutputThatCannotBeWrittenIsSaidOnce(String words, int exitCode) throws IOException {
    Outcome outcome = CommandProcess.shell(folder, "\"$@\" " + words + " >/dev/full");

    assertThat(outcome.errors())
        .containsExactly("lockstep: Standard output cannot be written: No space left on device.");
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aLogFileWhereNothingMayBeWrittenIsCode2() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Machine.run("chmod", "555", closed.toString());

    assertRefused(
        2,
        "The log file closed/log cannot be written: permission denied; name another place for it.",
        "tree/source",
        "tree/replica",
        "0",
        "closed/log");
  }

  @Test
  @Tag("full")
  void bindMountsHideNeitherSamenessNorNesting() throws IOException {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    Machine.run("mount", "--bind", source.toString(), mounted.toString());
    try {
      assertRefused(26, "The source tree/source and the replica mounted", "tree/source", "mounted");
      assertRefused(26, "The replica mounted/inner lies inside", "tree/source", "mounted/inner");
      assertRefused(26, "The source mounted/inner lies inside", "mounted/inner", "tree/source");
      assertRefused(
          2,
          "The log file mounted/log lies inside",
          "tree/replica",
          "tree/source",
          "0",
          "mounted/log");
    } finally {
      Machine.run("umount", mounted.toString());
    }
  }

  private void assertRefused(int exitCode, String sentence, String... words) throws IOException {
    assertRefused(exitCode, sentence, WITH_PERMISSIONS, words);
  }

  private void assertRefused(int exitCode, String sentence, List<String> prefix, String... words)
      throws IOException {
    boolean visible = Files.isReadable(source);
    Snapshot before = visible ? Snapshot.of(folder.resolve("tree")) : Snapshot.empty();

    Outcome outcome = CommandProcess.run(folder, prefix, words);

    assertThat(outcome.errors()).hasSize(1);
    assertThat(outcome.errors().getFirst()).startsWith("lockstep: ").contains(sentence);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
    if (visible) {
      assertThat(TreeComparer.sinceThen(before, folder.resolve("tree"))).isEmpty();
    }
  }
}
