package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Check;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one run makes of a tree: scenarios on a file system in memory. */
class MirrorTest {
  private static final Instant LATER = TreeSpec.LONG_AGO.plusNanos(1);

  private Roots roots;

  @BeforeEach
  void open() throws IOException {
    roots = Roots.inMemory();
  }

  @AfterEach
  void close() throws IOException {
    roots.close();
  }

  @Test
  void aMissingReplicaIsMadeWithItsParents() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    Path far = roots.replica().resolve("far/away");
    Roots distant = new Roots(roots.source(), far);
    Runs.mirror(distant.options(), MirrorListener.NONE);
    assertThat(TreeComparer.mirror(roots.source(), far)).isEmpty();
  }

  @Test
  void theMakingOfTheRootIsAnActionLikeAnyOther() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    assertThat(mirrorExactly().lines())
        .containsExactlyInAnyOrder("create folder . (new)", "create file a (new)");
  }

  @Test
  void everythingThatANewEntryCarriesIsMirrored() throws Exception {
    root(
            file("file", "text").mode(0640).modified(LATER),
            file("empty", ""),
            folder("folder", file("inner", "text").mode(0400)).mode(0750).modified(LATER),
            folder("empty folder").mode(0700).modified(LATER),
            symlink("link", "folder/inner").modified(LATER),
            symlink("dangling", "../no/where"))
        .mode(0711)
        .modified(LATER)
        .writeTo(roots.source());
    mirrorExactly();
  }

  @Test
  void theRootsOwnMetadataIsMirrored() throws Exception {
    root(file("a", "text")).mode(0710).modified(LATER).writeTo(roots.source());
    root(file("a", "text")).writeTo(roots.replica());
    assertThat(mirrorExactly().lines()).containsExactly("meta folder . (mode, times)");
  }

  @Test
  void eachKindTakesThePlaceOfEachOther() throws Exception {
    root(
            file("1 was a folder", "text"),
            file("2 was a link", "text"),
            folder("3 was a file"),
            folder("4 was a link", file("inner", "text")),
            symlink("5 was a file", "nowhere"),
            symlink("6 was a folder", "nowhere"))
        .writeTo(roots.source());
    root(
            folder("1 was a folder", folder("inner", file("deep", "old"))),
            symlink("2 was a link", "1 was a folder"),
            file("3 was a file", "old"),
            symlink("4 was a link", "1 was a folder"),
            file("5 was a file", "old"),
            folder("6 was a folder", file("inner", "old")))
        .writeTo(roots.replica());
    Recorder heard = mirrorExactly();
    assertThat(heard.lines())
        .containsExactlyInAnyOrder(
            "replace file 1 was a folder (was folder)",
            "delete folder 1 was a folder/inner (replaced)",
            "delete file 1 was a folder/inner/deep (replaced)",
            "replace file 2 was a link (was symlink)",
            "replace folder 3 was a file (was file)",
            "replace folder 4 was a link (was symlink)",
            "create file 4 was a link/inner (new)",
            "replace symlink 5 was a file (was file)",
            "replace symlink 6 was a folder (was folder)",
            "delete file 6 was a folder/inner (replaced)");
  }

  @Test
  void whatTheSourceHasNoMoreIsDeletedWithAllThatItHolds() throws Exception {
    root(folder("kept", file("stays", "text"))).writeTo(roots.source());
    root(
            file("file", "old"),
            folder("folder", folder("inner", file("deep", "old")), symlink("link", "..")),
            folder("kept", file("gone", "old"), file("stays", "text")),
            symlink("link", "kept"))
        .writeTo(roots.replica());
    assertThat(mirrorExactly().lines())
        .containsExactlyInAnyOrder(
            "delete file file (gone)",
            "delete folder folder (gone)",
            "delete folder folder/inner (gone)",
            "delete file folder/inner/deep (gone)",
            "delete symlink folder/link (gone)",
            "delete file kept/gone (gone)",
            "delete symlink link (gone)");
  }

  @Test
  void aLinkThatPointsElsewhereIsUpdated() throws Exception {
    root(symlink("link", "new")).writeTo(roots.source());
    root(symlink("link", "old")).writeTo(roots.replica());
    assertThat(mirrorExactly().lines()).containsExactly("update symlink link (content)");
  }

  @Test
  void metadataAloneIsSetWithoutCopying() throws Exception {
    root(file("a", "text").mode(0600).modified(LATER)).writeTo(roots.source());
    root(file("a", "text")).writeTo(roots.replica());
    long inode = inode(roots.replica().resolve("a"));
    assertThat(mirrorExactly().lines()).containsExactly("meta file a (mode, times)");
    assertThat(inode(roots.replica().resolve("a"))).isEqualTo(inode);
  }

  @ParameterizedTest
  @EnumSource(value = Check.class, names = "STAMP", mode = EnumSource.Mode.EXCLUDE)
  void otherContentOfEqualSizeAndTimeIsFound(Check check) throws Exception {
    root(file("a", "1 text")).writeTo(roots.source());
    root(file("a", "2 text")).writeTo(roots.replica());
    Recorder heard = mirrorExactly(roots.options().withCheck(check));
    assertThat(heard.lines()).containsExactly("update file a (content)");
    assertThat(heard.actions().getFirst().size()).hasValue(6);
  }

  @Test
  void theStampCheckTakesEqualSizeAndTimeForEqualContent() throws Exception {
    root(file("a", "1 text"), file("b", "1 text").modified(LATER)).writeTo(roots.source());
    root(file("a", "2 text"), file("b", "2 text")).writeTo(roots.replica());
    MirrorOptions options = roots.options().withCheck(Check.STAMP);
    MirrorReport report = Runs.mirror(options, MirrorListener.NONE);
    assertThat(report.counts().updated()).isEqualTo(1);
    assertThat(Files.readString(roots.replica().resolve("a"))).isEqualTo("2 text");
    assertThat(Files.readString(roots.replica().resolve("b"))).isEqualTo("1 text");
  }

  @Test
  void namesThatLookStagedAreMirroredLikeAnyOther() throws Exception {
    root(
            file(".lockstep-0123456789abcdef", "text"),
            folder(".lockstep-00000000000000ff", file(".lockstep-ffffffffffffffff", "text")))
        .writeTo(roots.source());
    mirrorExactly();
    assertThat(mirrorExactly().lines()).isEmpty();
  }

  @Test
  void whatAnInterruptedRunLeftBehindIsRemoved() throws Exception {
    root(file("a", "text"), folder("b")).writeTo(roots.source());
    root(
            file(".lockstep-0123456789abcdef", "half"),
            file("a", "text"),
            folder("b", symlink(".lockstep-0123456789abcdef", "half")),
            folder(".lockstep-00000000000000ff", file("inner", "half")))
        .writeTo(roots.replica());
    assertThat(mirrorExactly().lines())
        .containsExactlyInAnyOrder(
            "delete file .lockstep-0123456789abcdef (leftover)",
            "delete symlink b/.lockstep-0123456789abcdef (leftover)",
            "delete folder .lockstep-00000000000000ff (leftover)",
            "delete file .lockstep-00000000000000ff/inner (leftover)");
  }

  @Test
  void theLogInTheSourceIsNoPartOfTheMirrorOnEitherSide() throws Exception {
    root(file("a", "text"), folder("logs", file("lockstep.log", "lines"))).writeTo(roots.source());
    root(folder("logs", file("lockstep.log", "another's"))).writeTo(roots.replica());
    Recorder heard = new Recorder();
    Path log = roots.source().resolve("logs/lockstep.log");
    MirrorOptions options = roots.options().withLeftOut(List.of(log));
    MirrorReport report = Runs.mirror(options, heard);
    assertThat(report.isExact()).isTrue();
    assertThat(report.counts().leftOut()).isEqualTo(1);
    assertThat(heard.lines()).containsExactly("create file a (new)");
    assertThat(heard.notes()).anyMatch(note -> note.contains("lockstep.log"));
    assertThat(Files.readString(roots.replica().resolve("logs/lockstep.log")))
        .isEqualTo("another's");
  }

  @Test
  void aLogWhosePathIsNoTextIsNoPartOfTheMirrorEither() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    root().writeTo(roots.replica());
    Path folder = Path.of(URI.create(roots.source().toUri() + "/b%FFc%C3%BC"));
    Path log = Files.createDirectory(folder).resolve("log");
    Files.writeString(log, "lines");
    Recorder heard = new Recorder();
    MirrorOptions options = roots.options().withLeftOut(List.of(log));
    assertThat(Runs.mirror(options, heard).counts().leftOut()).isEqualTo(1);
    assertThat(heard.lines()).noneMatch(line -> line.contains("log"));
  }

  @Test
  void aDryRunTellsWhatTheRunWillDoAndChangesNothing() throws Exception {
    root(
            file("changed", "new"),
            folder("new", folder("inner", file("deep", "text"))),
            file("was a folder", "text"),
            folder("was a file", file("inner", "text")),
            file("touched", "text").modified(LATER))
        .mode(0700)
        .writeTo(roots.source());
    root(
            file(".lockstep-0123456789abcdef", "half"),
            file("changed", "old"),
            folder("gone", file("inner", "old")),
            folder("was a folder", file("inner", "old")),
            file("was a file", "old"),
            file("touched", "text"))
        .writeTo(roots.replica());
    Recorder dry = dryRun();
    Recorder real = mirrorExactly();
    assertThat(dry.lines()).isNotEmpty().isEqualTo(real.lines());
    assertThat(dry.reports().getFirst().counts()).isEqualTo(real.reports().getFirst().counts());
  }

  @Test
  void aDryRunDoesNotMakeTheReplica() throws Exception {
    root(folder("a", file("b", "text")), symlink("c", "a")).writeTo(roots.source());
    Recorder dry = dryRun();
    assertThat(roots.replica()).doesNotExist();
    assertThat(dry.lines())
        .contains("create folder a (new)", "create file a/b (new)", "create symlink c (new)");
  }

  @Test
  void aNameThatIsNoTextIsReportedAndItsNeighboursAreMirrored() throws Exception {
    root(file("a", "text"), file("\ud800", "text"), file("z", "text")).writeTo(roots.source());
    MirrorReport report = Runs.mirror(roots.options(), MirrorListener.NONE);
    assertThat(report.problemCount(Problem.Cause.NOT_CARRIED)).isEqualTo(1);
    assertThat(report.problems().getFirst().message()).contains("\\ud800");
    assertThat(report.isExact()).isFalse();
    assertThat(Snapshot.of(roots.replica()).items()).containsOnlyKeys(".", "a", "z");
  }

  @Test
  void theReportCountsWhatWasSeenAndDone() throws Exception {
    root(
            file("created", "12345"),
            folder("new folder", file("inner", "123")),
            file("updated", "1234567"),
            file("meta", "text").mode(0600),
            symlink("replaced", "x"),
            file("same", "text"))
        .writeTo(roots.source());
    root(
            file("updated", "old"),
            file("meta", "text"),
            file("replaced", "old"),
            file("same", "text"),
            folder("gone", file("inner", "old")))
        .writeTo(roots.replica());
    MirrorReport report = mirrorExactly().reports().getFirst();
    assertThat(report.counts())
        .isEqualTo(new MirrorReport.Counts(7, 3, 1, 1, 1, 0, 0, 2, 0, 5 + 3 + 7));
    assertThat(report.problemCounts()).isEmpty();
    assertThat(report.number()).isEqualTo(1);
    assertThat(report.dryRun()).isFalse();
  }

  @Test
  void unchangedEntriesAreToldOnlyIfAskedFor() throws Exception {
    root(file("a", "text"), folder("b", symlink("c", "x"))).writeTo(roots.source());
    mirrorExactly();
    assertThat(mirrorExactly().unchanged()).isEmpty();
    assertThat(mirrorExactly(roots.options().withReportUnchanged(true)).unchanged())
        .extracting(Object::toString)
        .contains("a", "b", "b/c");
  }

  @Test
  void aFolderThatItsOwnerMayNotListIsLeftAloneByAnIdleRun() throws Exception {
    root(folder("closed", file("a", "text")).mode(0055)).writeTo(roots.source());
    mirrorExactly();
    Faults counting = Faults.none();
    Runs.mirror(roots, counting, MirrorListener.NONE);
    assertThat(counting.writes()).isEmpty();
  }

  @Test
  void aTreeOfHundredsOfLevelsIsMirroredAndDeleted() throws Exception {
    mirrorAndDeleteLevels(400);
  }

  @Test
  @Tag("full")
  void aTreeOfThousandsOfLevelsIsMirroredAndDeleted() throws Exception {
    mirrorAndDeleteLevels(3_000);
  }

  private void mirrorAndDeleteLevels(int levels) throws Exception {
    Path deepest = roots.source();
    for (int level = 0; level < levels; level++) {
      deepest = deepest.resolve("d");
    }
    Files.createDirectories(deepest);
    Files.writeString(deepest.resolve("file"), "text");
    root().writeTo(roots.replica());
    MirrorReport copied = Runs.mirror(roots.options(), MirrorListener.NONE);
    assertThat(copied.problems()).isEmpty();
    assertThat(copied.counts().created()).isEqualTo(levels + 1);
    Path empty = Files.createDirectory(roots.source().resolveSibling("empty"));
    Roots emptied = new Roots(empty, roots.replica());
    MirrorReport deleted =
        Runs.mirror(
            emptied.options().withDeletionLimit(DeletionLimit.NO_LIMIT), MirrorListener.NONE);
    assertThat(deleted.problems()).isEmpty();
    assertThat(deleted.counts().deleted()).isEqualTo(levels + 1);
  }

  private Recorder mirrorExactly() throws Exception {
    return mirrorExactly(roots.options());
  }

  private Recorder mirrorExactly(MirrorOptions options) throws Exception {
    Recorder heard = new Recorder();
    MirrorReport report = Runs.mirror(options, heard);
    assertThat(heard.problems()).isEmpty();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    assertThat(report.isExact()).isTrue();
    assertThat(heard.reports()).containsExactly(report);
    assertThat(report.counts().actions()).isEqualTo(heard.actions().size());
    return heard;
  }

  private Recorder dryRun() throws Exception {
    Snapshot source = Snapshot.of(roots.source());
    boolean replicaIsThere = Files.exists(roots.replica());
    Snapshot replica = replicaIsThere ? Snapshot.of(roots.replica()) : Snapshot.empty();
    Recorder heard = new Recorder();
    MirrorReport report = Runs.mirror(roots.options().withDryRun(true), heard);
    assertThat(report.dryRun()).isTrue();
    assertThat(report.isExact()).isFalse();
    assertThat(heard.problems()).isEmpty();
    assertThat(TreeComparer.sinceThen(source, roots.source())).isEmpty();
    if (replicaIsThere) {
      assertThat(TreeComparer.sinceThen(replica, roots.replica())).isEmpty();
    }
    return heard;
  }

  private static long inode(Path path) throws IOException {
    return Lstat.of(path).inode();
  }
}
