package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Part;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are one file in the source are one in the replica, and others are not. */
class MirrorLinksTest {
  @TempDir private Path home;

  private Roots roots;

  @BeforeEach
  void open() {
    roots = Roots.in(home);
  }

  @Test
  void aGroupWithinAndAcrossFoldersIsCopiedOnceAndLinked() throws Exception {
    root(folder("d", file("a", "text")), folder("e"), file("z", "other")).writeTo(roots.source());
    linkInSource("d/a", "d/b", "e/c");
    Recorder heard = mirrorExactly();
    assertThat(heard.lines())
        .contains(
            "create file d/a (new)", "hardlink file d/b (to d/a)", "hardlink file e/c (to d/a)");
    MirrorReport report = heard.reports().getFirst();
    assertThat(report.counts().hardlinked()).isEqualTo(2);
    assertThat(report.counts().entries()).isEqualTo(6);
    assertThat(report.counts().bytesCopied()).isEqualTo(4 + 5);
    assertThat(report.notCarried()).doesNotContain("hard links");
  }

  @Test
  void symbolicLinksOfOneFileBecomeOneToo() throws Exception {
    root(symlink("a", "nowhere")).writeTo(roots.source());
    linkInSource("a", "b");
    assertThat(changes(mirrorExactly()))
        .containsExactly("create symlink a (new)", "hardlink symlink b (to a)");
  }

  @Test
  void anUnchangedGroupIsReadOnceAndLeft() throws Exception {
    root(folder("d", file("a", "text")), file("c", "text")).writeTo(roots.source());
    linkInSource("d/a", "d/b", "e");
    mirrorExactly();
    Faults counting = Faults.none();
    MirrorReport second = Runs.mirror(roots, counting, MirrorListener.NONE);
    assertThat(second.counts().actions()).isZero();
    assertThat(counting.writes()).isEmpty();
    assertThat(opened(counting, Side.REPLICA)).containsExactlyInAnyOrder("c", "d/a");
    assertThat(opened(counting, Side.SOURCE)).containsExactlyInAnyOrder("c", "d/a");
  }

  @Test
  void unchangedNamesOfAGroupAreToldWhereThatIsAskedFor() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b");
    mirrorExactly();
    Recorder heard = new Recorder();
    Runs.mirror(roots.options().withReportUnchanged(true), heard);
    assertThat(heard.unchanged()).extracting(Object::toString).contains("a", "b");
  }

  @Test
  void aGroupOfOtherContentIsCopiedOnceAndLinkedAnew() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b", "c");
    mirrorExactly();
    Files.writeString(source("b"), "other");
    assertThat(changes(mirrorExactly()))
        .containsExactly(
            "hardlink file b (to a)", "hardlink file c (to a)", "update file a (content, times)");
  }

  @Test
  void aGroupOfOtherMetadataIsChangedInPlaceOnce() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b");
    mirrorExactly();
    long inode = Lstat.of(replica("a")).inode();
    Lstat.setMode(source("a"), 0600);
    assertThat(changes(mirrorExactly())).containsExactly("meta file a (mode)");
    assertThat(Lstat.of(replica("b")).inode()).isEqualTo(inode);
  }

  @Test
  void namesThatJoinAreLinkedToWhatTheReplicaHas() throws Exception {
    root(file("a", "other"), file("big", "text"), symlink("c", "nowhere")).writeTo(roots.source());
    mirrorExactly();
    Files.delete(source("a"));
    Files.delete(source("c"));
    linkInSource("big", "a", "c", "d");
    assertThat(changes(mirrorExactly()))
        .containsExactly(
            "hardlink file a (to big)", "hardlink file c (to big)", "hardlink file d (to big)");
  }

  @Test
  void copiesThatTheReplicaHasBecomeOneFile() throws Exception {
    root(file("a", "text"), file("b", "text")).writeTo(roots.source());
    mirrorExactly();
    Files.delete(source("b"));
    linkInSource("a", "b");
    assertThat(changes(mirrorExactly())).containsExactly("hardlink file b (to a)");
  }

  @Test
  void aNameThatLeavesAGroupGetsAFileOfItsOwn() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b", "c");
    mirrorExactly();
    unshare(source("b"));
    assertThat(changes(mirrorExactly())).containsExactly("update file b (links)");
  }

  @Test
  void twoThatAreOneOnlyInTheReplicaAreParted() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b");
    mirrorExactly();
    unshare(source("a"));
    Lstat.setMode(source("b"), 0600);
    assertThat(changes(mirrorExactly())).containsExactly("update file b (mode, links)");
  }

  @Test
  void groupsThatShareAReplicasFileArePartedAndStayGroups() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b", "c", "d");
    mirrorExactly();
    unshare(source("c"));
    Files.delete(source("d"));
    linkInSource("c", "d");
    assertThat(changes(mirrorExactly()))
        .containsExactly("hardlink file d (to c)", "update file c (links)");
  }

  @Test
  void groupsAreMergedAndMoved() throws Exception {
    root(folder("d", file("a", "text")), file("x", "text")).writeTo(roots.source());
    linkInSource("d/a", "d/b");
    linkInSource("x", "y");
    mirrorExactly();
    Files.delete(source("x"));
    Files.delete(source("y"));
    linkInSource("d/a", "x", "y");
    mirrorExactly();
    Files.move(source("d"), source("moved"));
    mirrorExactly();
  }

  @Test
  void aFolderMakesRoomForALinkAfterTheMarch() throws Exception {
    root(file("z", "text")).writeTo(roots.source());
    linkInSource("z", "a", "b");
    root(folder("a", file("in", "old")), folder("b"), file("z", "text")).writeTo(roots.replica());
    assertThat(changes(mirrorExactly()))
        .contains(
            "hardlink file a (to z)", "hardlink file b (to z)", "delete file a/in (replaced)");
  }

  @Test
  void whereFoldersHaveAllNamesTheFirstIsCopied() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b");
    root(folder("a"), folder("b", file("in", "old"))).writeTo(roots.replica());
    assertThat(changes(mirrorExactly()))
        .contains("replace file a (was folder)", "hardlink file b (to a)");
  }

  @Test
  void aLeaderThatCannotBeReadHandsOver() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b", "c");
    Faults faults = Faults.whenever(op -> op.is(Side.SOURCE, Verb.OPEN_FILE, "a"));
    Recorder heard = new Recorder();
    MirrorReport report = Runs.mirror(roots, faults, heard);
    assertThat(report.problems()).extracting(p -> p.path().toString()).containsExactly("a");
    assertThat(heard.lines()).contains("create file b (new)", "hardlink file c (to b)");
    assertThat(changes(mirrorExactly())).containsExactly("hardlink file a (to b)");
  }

  @Test
  void aLinkThatFailsIsAProblemOfThatName() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b", "c");
    Faults faults = Faults.whenever(op -> op.is(Side.REPLICA, Verb.STAGE_LINK, "b"));
    MirrorReport report = Runs.mirror(roots, faults, MirrorListener.NONE);
    assertThat(report.problems()).extracting(p -> p.path().toString()).containsExactly("b");
    assertThat(report.counts().hardlinked()).isEqualTo(1);
    mirrorExactly();
  }

  @Test
  void aSnapshotOfTheReplicaSharesWhatDoesNotChange() throws Exception {
    root(file("a", "text"), file("b", "old"), folder("d", file("c", "text")))
        .writeTo(roots.source());
    mirrorExactly();
    Machine.run("cp", "-al", roots.replica().toString(), home.resolve("snap").toString());
    Files.writeString(source("b"), "new");
    assertThat(changes(mirrorExactly())).containsExactly("update file b (content, times)");
    assertThat(Lstat.of(home.resolve("snap/a")).inode()).isEqualTo(Lstat.of(replica("a")).inode());
    assertThat(home.resolve("snap/b")).hasContent("old");
    Faults counting = Faults.none();
    assertThat(Runs.mirror(roots, counting, MirrorListener.NONE).counts().actions()).isZero();
    assertThat(counting.writes()).isEmpty();
  }

  @Test
  void aDryRunSaysWhatTheRunDoes() throws Exception {
    root(file("a", "text"), folder("d", file("x", "text")), folder("e", file("m", "text")))
        .writeTo(roots.source());
    linkInSource("a", "b");
    linkInSource("d/x", "d/y");
    linkInSource("e/m", "e/n", "e/o");
    mirrorExactly();
    Files.writeString(source("a"), "other");
    unshare(source("d/y"));
    unshare(source("e/n"));
    Lstat.setMode(source("e/m"), 0600);
    root(file("p", "text")).writeTo(source("new"));
    linkInSource("new/p", "new/q", "r");
    Snapshot before = Snapshot.of(roots.replica());
    Recorder dry = new Recorder();
    Runs.mirror(roots.options().withDryRun(true), dry);
    assertThat(TreeComparer.sinceThen(before, roots.replica())).isEmpty();
    assertThat(dry.lines()).hasSizeGreaterThan(6).isEqualTo(mirrorExactly().lines());
  }

  @Test
  void linksThatAreToBeLeftAloneAreCopied() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    linkInSource("a", "b");
    Recorder heard = new Recorder();
    Runs.mirror(roots.options().withLeftAlone(Set.of(Part.HARD_LINKS)), heard);
    assertThat(heard.lines())
        .containsExactly("create file a (new)", "create file b (new)", "create folder . (new)");
    assertThat(Lstat.of(replica("a")).inode()).isNotEqualTo(Lstat.of(replica("b")).inode());
  }

  /** What was done but for folders, whose times change with their entries. */
  private static List<String> changes(Recorder heard) {
    return heard.lines().stream().filter(line -> !line.contains(" folder ")).toList();
  }

  private static List<String> opened(Faults counting, Side side) {
    return counting.operations().stream()
        .filter(op -> op.side() == side && op.verb() == Verb.OPEN_FILE)
        .map(Operation::path)
        .map(Object::toString)
        .toList();
  }

  /** Mirrors, and again to see that nothing is left to do. */
  private Recorder mirrorExactly() throws Exception {
    Recorder heard = new Recorder();
    MirrorReport report = Runs.mirror(roots.options(), heard);
    assertThat(report.problems()).isEmpty();
    assertThat(report.isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    Faults counting = Faults.none();
    MirrorReport second = Runs.mirror(roots, counting, MirrorListener.NONE);
    assertThat(second.counts().actions()).isZero();
    assertThat(counting.writes()).isEmpty();
    return heard;
  }

  private void linkInSource(String of, String... names) throws IOException {
    for (String name : names) {
      Files.createLink(source(name), source(of));
    }
  }

  /** Puts a copy, equal in all else, in a name's place. */
  private static void unshare(Path path) throws IOException {
    Path copy = path.resolveSibling("copy");
    Machine.run("cp", "-a", path.toString(), copy.toString());
    Machine.run("mv", copy.toString(), path.toString());
  }

  private Path source(String path) {
    return roots.source().resolve(path);
  }

  private Path replica(String path) {
    return roots.replica().resolve(path);
  }
}
