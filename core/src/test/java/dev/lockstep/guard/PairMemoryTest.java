package dev.lockstep.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a pair, and what becomes of it when it is read back. */
final class PairMemoryTest {
  private static final FileSystemIdentity ODD =
      new FileSystemIdentity("mount:9p:a\\b\tc\nd:/x", "9p a\\b\tc\nd at /x \u00fc");
  private static final Instant AT = Instant.parse("2026-01-01T12:00:00.5Z");

  @TempDir private Path state;

  @Test
  void readsBackWhatWasWritten() throws IOException {
    RelativePath noText =
        RelativePath.of("folder").resolve(Name.of(new byte[] {(byte) 0xff, '\n', '\t'}));
    PairMemory memory =
        PairMemory.NOTHING
            .with(root(ODD, 1), root(identity("b"), 2), List.of(new NestedMount(noText, ODD)))
            .with(root(identity("a"), 3), root(identity("b"), 4), List.of());
    assertThat(PairMemory.read(pair())).isEmpty();
    memory.write(pair());
    assertThat(PairMemory.read(pair())).contains(memory);
    assertThat(memory.source().known()).hasSize(2);
    assertThat(memory.replica().known()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "end\n",
        "lockstep roots 1\n",
        "lockstep roots 1\nsource\tuuid:a\tx",
        "lockstep roots 2\nend\n",
        "lockstep roots 1\nsource\tuuid:a\nend\n",
        "lockstep roots 1\nmount\tuuid:a\tx\tzz\nend\n",
        "lockstep roots 1\nmount\tuuid:a\tx\t\nend\n",
        "lockstep roots 1\nmount\tuuid:a\tx\t2f\nend\n",
        "lockstep roots 1\nsomething\nend\n"
      })
  void saysThatAFileIsDamaged(String content) throws IOException {
    Files.createDirectories(pair().path());
    Files.writeString(pair().file("roots"), content);
    assertThatThrownBy(() -> PairMemory.read(pair())).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lockstep runs 1\nlast\tyesterday\nend\n",
        "lockstep runs 1\ngoing\nend\n",
        "lockstep runs 1\nnext\t2026-01-01T12:00:00Z\tx\nend\n"
      })
  void saysThatAHistoryIsDamaged(String content) throws IOException {
    Files.createDirectories(pair().path());
    Files.writeString(pair().file("runs"), content);
    assertThatThrownBy(() -> RunHistory.read(pair())).isInstanceOf(IOException.class);
  }

  @Test
  void keepsWhatWasExactAlsoWhenLaterRunsAreNot() throws IOException {
    RunHistory history =
        RunHistory.NOTHING
            .begun(new RunHistory.Going(AT, 17, "boot"))
            .ended(run(true), true, Optional.of(new RunHistory.Next(AT, 17)))
            .begun(new RunHistory.Going(AT, 18, "boot"))
            .ended(run(false), true, Optional.empty())
            .refused(new RunHistory.Refused(AT, "No\ndisk."))
            .begun(new RunHistory.Going(AT, 19, "boot"));
    history.write(pair());
    assertThat(RunHistory.read(pair())).contains(history);
    assertThat(history.lastExact()).contains(AT.plusSeconds(2));
    assertThat(history.wasCutOff("boot")).isFalse();
    assertThat(history.wasCutOff("another")).isTrue();
    assertThat(RunHistory.NOTHING.wasCutOff("another")).isFalse();
  }

  @Test
  void whatIsNotOnTheDiskIsCutOffByARestartUntilAWholeRunHasFlushed() {
    RunHistory written =
        RunHistory.NOTHING
            .begun(new RunHistory.Going(AT, 17, "boot"))
            .ended(run(false), false, Optional.empty());
    RunHistory stopped =
        written
            .begun(new RunHistory.Going(AT, 18, "another"))
            .ended(stoppedRun(), true, Optional.empty());
    RunHistory flushed =
        stopped
            .begun(new RunHistory.Going(AT, 19, "another"))
            .ended(run(true), true, Optional.empty());

    assertThat(written.wasCutOff("boot")).isFalse();
    assertThat(written.wasCutOff("another")).isTrue();
    assertThat(stopped.wasCutOff("another")).isTrue();
    assertThat(flushed.wasCutOff("a third")).isFalse();
    assertThat(flushed.unflushed()).isEmpty();
  }

  @Test
  void aMountThatCannotBeToldFromOthersIsMissedWhenItIsGone() throws IOException {
    RelativePath at = RelativePath.of("vault");
    var fuse = new NestedMount(at, FileSystemIdentity.unknown("fuse.gocryptfs (vault)"));
    var fleeting = new NestedMount(RelativePath.of("run"), FileSystemIdentity.UNKNOWN);
    PairMemory.NOTHING
        .with(root(identity("a"), 1), root(identity("b"), 2), List.of(fuse, fleeting))
        .write(pair());
    PairMemory memory = PairMemory.read(pair()).orElseThrow();
    var guard = new IdentityGuard(Path.of("/s"), Path.of("/r"));

    assertThat(guard.protectedPaths(memory, root(identity("a"), 1)))
        .containsOnlyKeys(at)
        .extractingByKey(at)
        .asString()
        .startsWith("fuse.gocryptfs (vault) is not mounted here");
    assertThat(guard.protectedPaths(memory, rootWith(identity("a"), fuse))).isEmpty();
  }

  @Test
  void theUnknownIsNeitherKeptNorStrange() {
    PairMemory memory =
        PairMemory.NOTHING.with(
            root(FileSystemIdentity.UNKNOWN, 1), root(identity("b"), 2), List.of());
    var guard = new IdentityGuard(Path.of("/s"), Path.of("/r"));
    assertThat(guard.refusal(memory, root(identity("x"), 1), root(identity("b"), 2))).isEmpty();
    assertThat(guard.refusal(memory, root(identity("x"), 1), root(FileSystemIdentity.UNKNOWN, 2)))
        .isEmpty();
    assertThat(guard.refusal(memory, root(identity("x"), 1), root(identity("y"), 2)))
        .contains(
            "The replica /r lies on ext4 y, not on ext4 b as in earlier runs; is its disk mounted?"
                + " If this is right, run: lockstep adopt /s /r");
  }

  @Test
  void aFolderMadeAnewIsSaid() {
    PairMemory memory =
        PairMemory.NOTHING.with(root(identity("a"), 1), root(identity("b"), 2), List.of());
    var guard = new IdentityGuard(Path.of("/s"), Path.of("/r"));
    assertThat(guard.notes(memory, root(identity("a"), 1), root(identity("b"), 2))).isEmpty();
    assertThat(guard.notes(memory, root(identity("a"), 9), root(identity("b"), 2)))
        .containsExactly(
            "The source /s is another folder than in the last run, on the same file system.");
  }

  private PairFolder pair() {
    return PairFolder.of(state, Path.of("/s"), Path.of("/r"));
  }

  private static RunHistory.Ended stoppedRun() {
    return new RunHistory.Ended(AT, Duration.ofSeconds(2), true, false, 5, 4, 3, 2, 0, 1);
  }

  private static RunHistory.Ended run(boolean exact) {
    return new RunHistory.Ended(AT, Duration.ofSeconds(2), false, exact, 5, 4, 3, 2, 0, 1);
  }

  private static FileSystemIdentity identity(String name) {
    return new FileSystemIdentity("uuid:" + name, "ext4 " + name);
  }

  private static RootState.Folder root(FileSystemIdentity fileSystem, long inode) {
    return root(fileSystem, inode, List.of());
  }

  private static RootState.Folder rootWith(FileSystemIdentity fileSystem, NestedMount mount) {
    return root(fileSystem, 1, List.of(mount));
  }

  private static RootState.Folder root(
      FileSystemIdentity fileSystem, long inode, List<NestedMount> mounts) {
    return new RootState.Folder(
        Path.of("/x"),
        new FileId(7, inode, null),
        true,
        true,
        List.of(),
        fileSystem,
        mounts,
        false);
  }
}
