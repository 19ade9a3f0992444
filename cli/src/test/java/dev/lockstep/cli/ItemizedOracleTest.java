package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Check;
import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Rsync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines of {@code -i} are those of {@code rsync -i} for the same changes, but for their order.
 * Content is compared, as under rsync's {@code -c}; with {@code --check stamp} it is not. Each
 * change is made in a folder of its own, so that one run is enough for all.
 */
class ItemizedOracleTest {
  private static final String COMPARING = "-aHAXic";

  /** What each of the folders holds; no change brings its times back. */
  private static final String TREE =
      """
      printf one > file; printf two > other; printf three > third
      mkdir -p dir/deep empty; printf a > dir/a; printf b > dir/deep/b
      ln -s file link; ln -s nowhere dangling; mkfifo fifo
      printf x > many1; ln many1 many2
      """;

  private static final String OLD = "find . -exec touch -h -d '2020-01-02 03:04:05.678901234' {} +";

  private static final List<String> CHANGES =
      List.of(
          "true",
          "printf n > new; mkdir new.d; printf in > new.d/in; ln -s new new.l; mkfifo pipe",
          "printf ONE > file",
          "printf longer > file",
          "printf longer > file; chmod 600 file",
          "touch file dir/a; chmod 700 dir/deep/b",
          "chmod 4755 file; chmod 1777 dir",
          "touch -h link; touch dir fifo",
          "ln -snf elsewhere link",
          "touch . ; chmod 700 .",
          "rm file dangling; rm -r dir",
          "rm many2",
          "ln file another",
          "ln -f file other",
          "ln many1 many3",
          "printf longer > many1",
          "chmod 600 many1",
          "rm file; ln -s other file",
          "rm link; printf text > link",
          "rm file; mkdir file; printf in > file/in",
          "rm -r dir; printf text > dir",
          "rm -r dir empty; ln -s file dir; mkfifo empty",
          "rm file fifo; mkfifo file; printf text > fifo",
          "rm link; mkdir link; rm -r empty; ln file empty",
          "ln -f many1 third",
          "mkdir empty/in; rm dir/a; printf c > dir/deep/c",
          "touch -d '2020-01-02 03:04:05.678901235' file",
          "setfattr -n user.a -v b file; setfattr -n user.a -v b dir",
          "setfattr -n user.a -v b file; printf longer > file",
          "setfacl -m u:1:r file; setfacl -d -m u:1:rwx dir",
          "printf c > '\\#123'; printf d > ' sp  ace '; printf e > \"$(printf 'a\\nb')\"",
          "printf f > \"$(printf 'bad\\377')\"; ln -s \"$(printf 't\\201')\" soft; mkdir ü",
          "printf g > \"$(printf 'esc\\033[1m')\"; printf h > '\\#12'; printf i > '\\'");

  /** An ACL and an attribute are there before. */
  private static final String DRESSED =
      "setfacl -m u:1:r,g::r other; setfacl -d -m u:1:r dir; setfattr -n user.a -v b third";

  private static final List<String> CHANGES_OF_DRESSED =
      List.of(
          "setfacl -b other",
          "chmod g+w other",
          "chmod 600 other; touch other",
          "setfacl -m m::rwx other",
          "setfacl -k dir; chmod o+w dir",
          "setfacl -d -m o::rwx dir",
          "setfattr -x user.a third",
          "setfattr -n user.a -v c third; printf longer > third",
          "rm third; ln -s file third");

  /** What {@code rsync} says only before it does it: its run sets the ACL first, and the mode. */
  private static final List<String> CHANGES_OF_ACL_AND_MODE =
      List.of(
          "setfacl -m u:1:rw file",
          "setfacl -m u:1:r file; chmod g-r file",
          "setfacl -m g::rw other");

  private static final List<String> CHANGES_BY_ROOT =
      List.of(
          "chown 1 file; chgrp 1 other; chown -h 1:1 link dir fifo",
          "chown 1 file; printf longer > file",
          "mknod null c 1 3; mknod disk b 7 0",
          "rm device; mknod device c 1 5",
          "chmod 600 device; touch device",
          "rm device; mkfifo device",
          "rm device; printf text > device",
          "rm fifo; mknod fifo c 1 3",
          "ln device twin",
          "setfattr -n trusted.a -v b file; setcap cap_net_raw+ep other");

  @TempDir private Path home;

  private Path source;
  private Path replica;
  private Path oracle;

  @BeforeEach
  void makeRoots() throws IOException {
    Rsync.assumePresent();
    source = Files.createDirectory(home.resolve("source"));
    replica = home.resolve("replica");
    oracle = home.resolve("oracle");
  }

  @Test
  void linesAreThoseOfRsync() throws Exception {
    makeTrees(TREE, CHANGES);
    change(CHANGES);

    assertSameLines(rsync(COMPARING), options());
  }

  @Test
  void linesAreThoseOfRsyncWhereThereAreAclsAndAttributes() throws Exception {
    makeTrees(TREE + DRESSED, CHANGES_OF_DRESSED);
    change(CHANGES_OF_DRESSED);

    assertSameLines(rsync(COMPARING), options());
  }

  @Test
  void linesAreThoseOfADryRunOfRsyncWhereAnAclChangesTheMode() throws Exception {
    makeTrees(TREE + DRESSED, CHANGES_OF_ACL_AND_MODE);
    change(CHANGES_OF_ACL_AND_MODE);

    assertSameLines(rsync(COMPARING + "n"), options());
  }

  @Test
  @Tag("full")
  void linesAreThoseOfRsyncForWhatRootAloneCanDo() throws Exception {
    makeTrees(TREE + "mknod device c 1 3", CHANGES_BY_ROOT);
    change(CHANGES_BY_ROOT);

    assertSameLines(rsync(COMPARING), options());
  }

  @Test
  void linesAreThoseOfRsyncForAWholeNewReplica() throws Exception {
    shell(source, TREE + "rm many2");

    assertSameLines(rsync(COMPARING), options());
  }

  @Test
  void linesAreThoseOfRsyncForStrangersInTheReplica() throws Exception {
    shell(source, TREE + OLD);
    for (Path copy : List.of(replica, oracle)) {
      Rsync.copy(source, copy);
      shell(
          copy,
          "rm file; mkdir file; printf x > file/in; printf x > stranger; rm -r dir; ln -s x dir;"
              + " chmod 700 . ; rm many2; printf yy > many2; mkdir -p s/t");
    }

    assertSameLines(rsync(COMPARING), options());
  }

  @Test
  void linesAreThoseOfRsyncWhereContentIsNotCompared() throws Exception {
    List<String> changes =
        List.of(
            "printf ONE > file; touch other; printf longer > third; ln -snf x link",
            "printf ONE > file; touch -d '2020-01-02 03:04:05.678901234' file",
            "chmod 600 file; ln -f file third");
    makeTrees(TREE, changes);
    change(changes);

    assertSameLines(rsync("-aHAXi"), options().withCheck(Check.STAMP));
  }

  /** rsync copies the one that it comes to first, and then links the one that was there. */
  @Test
  void theNameThatTheReplicaHasAsItIsToBeIsTheOneThatOthersAreLinkedTo() throws Exception {
    List<String> changes = List.of("ln -f third file");
    makeTrees(TREE, changes);
    change(changes);

    assertThat(ToldRun.of(options()).itemized())
        .containsExactly(".d..t...... 00/", "hf.s....... 00/file => 00/third");
  }

  /** rsync compares it with what was there, and then says that its size differs, and its mode. */
  @Test
  void aLinkInThePlaceOfAnotherKindIsNew() throws Exception {
    List<String> changes = List.of("rm link; ln file link");
    makeTrees(TREE, changes);
    change(changes);

    assertThat(ToldRun.of(options()).itemized())
        .containsExactly(".d..t...... 00/", "hf+++++++++ 00/link => 00/file");
  }

  /** rsync overlooks that, and gives it a new time. */
  @Test
  @Tag("full")
  void aDeviceOfTheOtherSortIsAnotherOne() throws Exception {
    List<String> changes = List.of("rm device; mknod device b 1 3");
    makeTrees(TREE + "mknod device c 1 3", changes);
    change(changes);

    assertThat(ToldRun.of(options()).itemized())
        .containsExactly(".d..t...... 00/", "cDc.t...... 00/device");
  }

  private void makeTrees(String tree, List<String> changes) throws IOException {
    for (int i = 0; i < changes.size(); i++) {
      Files.createDirectory(folder(i));
    }
    shell(source, "for each in *; do (cd $each; " + tree + "\n); done; " + OLD);
    Rsync.copy(source, replica);
    Rsync.copy(source, oracle);
  }

  private void change(List<String> changes) throws IOException {
    var script = new StringBuilder();
    for (int i = 0; i < changes.size(); i++) {
      script.append("(cd ").append(folder(i)).append("; ").append(changes.get(i)).append(")\n");
    }
    shell(source, script.toString());
  }

  private Path folder(int number) {
    return source.resolve("%02d".formatted(number));
  }

  /** A dry run comes first, which has to say the same, to programs too. */
  private static void assertSameLines(List<String> rsync, MirrorOptions options) throws Exception {
    ToldRun dry = ToldRun.of(options.withDryRun(true));
    ToldRun real = ToldRun.of(options);

    assertThat(real.itemized()).isNotEmpty().isEqualTo(rsync);
    assertThat(dry.itemized()).isEqualTo(real.itemized());
    assertThat(dry.timeless()).isEqualTo(real.timeless());
    Json.parse(real.json());
  }

  private MirrorOptions options() {
    return MirrorOptions.of(source, replica).withDurability(Durability.NONE);
  }

  /** What rsync says, by whom nanoseconds count and names are UTF-8. */
  private List<String> rsync(String style) throws IOException {
    return ToldRun.changes(
        Machine.run(
            "env",
            "LC_ALL=C.UTF-8",
            "rsync",
            style,
            "--numeric-ids",
            "--delete",
            "--modify-window=-1",
            source + "/",
            oracle + "/"));
  }

  private static void shell(Path folder, String script) throws IOException {
    Machine.run(new ProcessBuilder("sh", "-ec", script).directory(folder.toFile()));
  }
}
