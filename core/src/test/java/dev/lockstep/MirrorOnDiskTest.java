package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real file system has: special files, names that are no text, owners, odd modes. */
class MirrorOnDiskTest {
  private static final int SOMEONE = 12_345;
  private static final int LARGE = 9_000_000;

  @TempDir private Path home;

  private Roots roots;

  @BeforeEach
  void open() {
    roots = Roots.in(home);
  }

  @Test
  void aSpecialFileIsReportedAndItsNeighboursAreMirrored() throws Exception {
    root(file("a", "text"), file("z", "text")).writeTo(roots.source());
    Machine.run("mkfifo", roots.source().resolve("fifo").toString());
    MirrorReport report = mirrorPortably();
    assertThat(report.notCarried()).anyMatch(what -> what.contains("special"));
    assertThat(Snapshot.of(roots.replica()).items()).containsOnlyKeys(".", "a", "z");
  }

  @Test
  void whatFacesASpecialFileIsKeptAndNamed() throws Exception {
    root().writeTo(roots.source());
    Machine.run("mkfifo", roots.source().resolve("fifo").toString());
    root(file("fifo", "old")).writeTo(roots.replica());
    MirrorReport report = mirrorPortably();
    assertThat(report.problemCount(Problem.Cause.NOT_CARRIED)).isEqualTo(1);
    assertThat(report.problems().getFirst().path()).hasToString("fifo");
    assertThat(roots.replica().resolve("fifo")).hasContent("old");
  }

  /** Mirrors by the backend that makes no special files. */
  private MirrorReport mirrorPortably() throws Exception {
    return Runs.mirror(Runs.portable(), roots.options(), MirrorListener.NONE, new Cancellation());
  }

  @Test
  void aSpecialFileThatTheSourceHasNotIsDeletedOrReplaced() throws Exception {
    root(file("replaced", "text")).writeTo(roots.source());
    root().writeTo(roots.replica());
    Machine.run("mkfifo", roots.replica().resolve("gone").toString());
    Machine.run("mkfifo", roots.replica().resolve("replaced").toString());
    assertThat(mirrorExactly().lines())
        .contains("delete special gone (gone)", "replace file replaced (was special)");
  }

  @Test
  void namesThatAreNotUtf8AreMirroredOrReportedAndTheirNeighboursMirrored() throws Exception {
    root(file("a", "text"), file("z", "text")).writeTo(roots.source());
    shell("printf text > \"$(printf 'bad\\377name')\"; mkdir \"$(printf '\\300\\257')\"");
    shell("ln -s \"$(printf 'bad\\377target')\" link");
    MirrorReport report = Runs.mirror(roots.options(), MirrorListener.NONE);
    if (report.problems().isEmpty()) {
      assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    } else {
      assertThat(report.problemCount(Problem.Cause.NOT_CARRIED)).isEqualTo(report.problemCount());
      assertThat(report.isExact()).isFalse();
    }
    assertThat(Snapshot.of(roots.replica()).items()).containsKeys("a", "z");
  }

  @Test
  void aTargetWithDoubledOrTrailingSlashesIsMirroredOrReported() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    shell("ln -s a//b doubled; ln -s a/ trailing; ln -s // root");
    MirrorReport report = Runs.mirror(roots.options(), MirrorListener.NONE);
    if (report.isExact()) {
      assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    } else {
      assertThat(report.problems())
          .extracting(problem -> problem.path().toString())
          .containsExactlyInAnyOrder("doubled", "trailing", "root");
    }
  }

  @Test
  void allTwelveModeBitsOfOnesOwnEntriesAreMirrored() throws Exception {
    root(
            file("setuid", "text").mode(04755),
            file("setgid", "text").mode(02755),
            folder("sticky", file("inner", "text")).mode(01777),
            folder("setgid folder", file("inner", "text")).mode(02755),
            folder("read only", file("inner", "text"), folder("deep")).mode(0555))
        .writeTo(roots.source());
    mirrorExactly();
    Files.setLastModifiedTime(roots.source().resolve("sticky/inner"), FileTime.fromMillis(0));
    mirrorExactly();
  }

  @Test
  void aReadOnlyFolderIsFilledAndEmptied() throws Exception {
    root(folder("closed", file("new", "text"), folder("inner", file("a", "text")).mode(0500))
            .mode(0500))
        .writeTo(roots.source());
    root(folder("closed", file("old", "text"), folder("gone", file("b", "text")).mode(0500))
            .mode(0500))
        .writeTo(roots.replica());
    mirrorExactly();
  }

  @Test
  void aReadOnlyRootIsMirroredAgainAndAgain() throws Exception {
    root(file("a", "text"), file("b", "text")).mode(0555).writeTo(roots.source());
    mirrorExactly();
    Lstat.setModified(roots.source().resolve("a"), TreeSpec.LONG_AGO.plusNanos(1));
    mirrorExactly();
    Lstat.setMode(roots.source(), 0755);
    Files.delete(roots.source().resolve("b"));
    Lstat.setMode(roots.source(), 0555);
    mirrorExactly();
  }

  @Test
  void aChangeInTheMiddleThatRestoresSizeAndTimeIsSeen() throws Exception {
    String other = "b".repeat(LARGE);
    root(file("a", "a".repeat(LARGE))).writeTo(roots.source());
    Path changing = roots.source().resolve("a");
    int[] reads = {0};
    Gate gate =
        operation -> {
          if (operation.is(Side.SOURCE, Verb.READ, "a") && ++reads[0] == 2) {
            awaitNextTick(changing);
            Files.writeString(changing, other);
            Lstat.setModified(changing, TreeSpec.LONG_AGO);
          }
        };
    MirrorReport report = Runs.mirror(roots, gate, MirrorListener.NONE);
    assertThat(reads[0]).isGreaterThan(2);
    assertThat(report.isExact()).isTrue();
    assertThat(Files.readString(roots.replica().resolve("a"))).isEqualTo(other);
  }

  @Test
  void rootsThatAreLinksAreFollowed() throws Exception {
    Roots real = new Roots(home.resolve("real source"), home.resolve("real replica"));
    root(file("a", "text"), symlink("b", "a")).writeTo(real.source());
    root(file("old", "text")).writeTo(real.replica());
    Files.createSymbolicLink(roots.source(), real.source());
    Files.createSymbolicLink(roots.replica(), real.replica());
    Runs.mirror(roots.options(), MirrorListener.NONE);
    assertThat(roots.replica()).isSymbolicLink();
    assertThat(TreeComparer.mirror(real.source(), real.replica())).isEmpty();
  }

  @Test
  @Tag("full")
  void ownersAreMirroredWhereRootRuns() throws Exception {
    assumeTrue(Machine.isRoot(), "only root can give files away");
    root(
            file("file", "text").owner(SOMEONE, SOMEONE + 1),
            file("setuid", "text").owner(SOMEONE, 0).mode(04755),
            folder("folder", symlink("link", "x").owner(SOMEONE, SOMEONE)).owner(0, SOMEONE))
        .writeTo(roots.source());
    root(file("file", "text"), folder("folder", symlink("link", "x"))).writeTo(roots.replica());
    mirrorExactly();
    assertThat(Lstat.of(roots.replica().resolve("setuid")).mode()).isEqualTo(04755);
  }

  private Recorder mirrorExactly() throws Exception {
    Recorder heard = new Recorder();
    MirrorReport report = Runs.mirror(roots.options(), heard);
    assertThat(heard.problems()).isEmpty();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    assertThat(report.isExact()).isTrue();
    return heard;
  }

  /**
   * Goes on when a change made now gets another ctime than the file has: the kernel's clock ticks.
   */
  private void awaitNextTick(Path file) throws IOException {
    Path probe = home.resolve("probe");
    do {
      Files.writeString(probe, "");
    } while (!Lstat.of(probe).changed().isAfter(Lstat.of(file).changed()));
  }

  private void shell(String script) throws IOException {
    Machine.run("sh", "-c", "cd \"$1\" && " + script, "sh", roots.source().toString());
  }
}
