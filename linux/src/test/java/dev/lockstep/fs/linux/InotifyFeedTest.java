package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.HeardChanges;
import dev.lockstep.fs.Watching;
import dev.lockstep.testkit.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inotify on the disk that tests run on. */
final class InotifyFeedTest extends LinuxFeedContract {
  private static final Watching.Scope ALL = new Watching.Scope(path -> true, false);

  @TempDir private Path folder;

  @Override
  protected Watching watch(Path root, Watching.Scope scope) throws IOException {
    return InotifyFeed.begin(WatchedRoot.at(root), scope);
  }

  @Override
  protected Path workspace() {
    return folder;
  }

  @Test
  void whenTheQueueRanOverEverythingIsInDoubtAndWatchedAgain() throws IOException {
    // Files.readString asks for one byte first, after which such a file says that it is at its end.
    int most =
        Integer.parseInt(Machine.run("cat", "/proc/sys/fs/inotify/max_queued_events").strip());
    Files.createDirectories(root().resolve("kept/sub"));
    Files.createDirectories(root().resolve("gone/sub"));
    begin();
    // Of each it is told that it came and that it was closed.
    for (int i = 0; i <= most / 2; i++) {
      Files.createFile(root().resolve("file" + i));
    }
    Files.createDirectories(root().resolve("late/sub"));
    Files.move(root().resolve("kept"), root().resolve("moved"));
    Files.move(root().resolve("gone"), outside().resolve("gone"));
    heard().hearUntil("everything is in doubt", () -> !heard().everything().isEmpty());
    assertThat(heard().everything().getFirst())
        .contains("fs.inotify.max_queued_events is " + most)
        .contains("sysctl -w");
    forgetUntilNow();
    for (String path : new String[] {"late/sub/file", "moved/sub/file"}) {
      Files.writeString(root().resolve(path), "text");
      heard().hear(path);
    }
    Files.writeString(outside().resolve("gone/sub/file"), "text");
    assertNothingElseIsTold("late/sub/file", "moved/sub/file");
  }

  @Test
  void whereNoFurtherFolderMayBeWatchedThatIsToldOnceAndTheRestIsHeard() throws IOException {
    Files.createDirectories(root().resolve("a/b/c/d"));
    try (ChangeFeed feed = limited(3)) {
      var limited = new HeardChanges(feed);
      limited.hearUntil("a doubt is told", () -> !limited.incomplete().isEmpty());
      assertThat(limited.incomplete()).hasSize(1);
      assertThat(limited.incomplete().getFirst()).contains("fs.inotify.max_user_watches is ");
      limited.forget();
      Files.createDirectories(root().resolve("more/and more"));
      Files.createFile(root().resolve("a/b/file"));
      limited.hear("a/b/file");
      limited.hearTree("more");
      assertThat(limited.incomplete()).isEmpty();
    }
  }

  @Test
  void aRootThatCannotBeWatchedIsUnfit() throws IOException {
    Watching watching = InotifyFeed.begin(WatchedRoot.at(root()), ALL, 0);
    assertThat(watching).isInstanceOf(Watching.Unfit.class);
    assertThat(((Watching.Unfit) watching).why()).contains("fs.inotify.max_user_watches");
  }

  private ChangeFeed limited(int watches) throws IOException {
    Watching watching = InotifyFeed.begin(WatchedRoot.at(root()), ALL, watches);
    assertThat(watching).isInstanceOf(Watching.Fed.class);
    return ((Watching.Fed) watching).feed();
  }

  @Test
  void aWatchThatBecomesFreeIsUsed() throws IOException {
    Files.createDirectories(root().resolve("a/b"));
    try (ChangeFeed feed = limited(3)) {
      var limited = new HeardChanges(feed);
      Files.delete(root().resolve("a/b"));
      limited.hear("a/b");
      Files.createDirectory(root().resolve("new"));
      limited.hearTree("new");
      limited.forget();
      Files.createFile(root().resolve("new/file"));
      limited.hear("new/file");
      assertThat(limited.incomplete()).isEmpty();
    }
  }

  @Test
  void aFileThatIsMadeWrittenAndClosedIsToldOnce() throws IOException {
    begin();
    for (int i = 0; i < 100; i++) {
      Files.writeString(root().resolve("file" + i), "text");
    }
    heard().hear("file99");
    assertThat(heard().writings()).isEmpty();
    assertThat(heard().paths()).hasSize(100);
  }

  @Test
  void theModeOfAFolderThatMayNotBeListedIsTold() throws IOException {
    Path closed = Files.createDirectories(root().resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    begin();
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    heard().hearEntry("closed");
    forgetUntilNow();
    Files.createFile(closed.resolve("file"));
    heard().hear("closed/file");
  }
}
