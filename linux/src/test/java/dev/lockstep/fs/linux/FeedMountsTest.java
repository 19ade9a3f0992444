package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.HeardChanges;
import dev.lockstep.fs.Watching;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What file systems that come, go or are not to be trusted mean for who hears of changes. */
@Tag("full")
final class FeedMountsTest {
  private static final Watching.Scope ALL = new Watching.Scope(path -> true, false);
  private static final Watching.Scope ONE = new Watching.Scope(path -> true, true);
  private static final int SIZE_MIB = 64;

  @TempDir private Path folder;

  /** How watching is begun. */
  private interface Beginning {
    ChangeFeed at(Path root) throws IOException;
  }

  @Test
  void whatIsWatchedByInotifyCanBeUnmountedAndSaysSo() throws IOException {
    assertCanBeUnmounted(root -> feed(InotifyFeed.begin(WatchedRoot.at(root), ALL)));
  }

  @Test
  void whatIsWatchedByFanotifyCanBeUnmountedAndSaysSo() throws IOException {
    assertCanBeUnmounted(root -> FanotifyFeed.begin(WatchedRoot.at(root), ALL, -1).orElseThrow());
  }

  private static void assertCanBeUnmounted(Beginning beginning) throws IOException {
    Mounted mounted = Machine.loopMounted("ext4", SIZE_MIB);
    Path root = mounted.folder();
    Files.createDirectories(root.resolve("a/b"));
    try (ChangeFeed feed = beginning.at(root)) {
      var heard = new HeardChanges(feed);
      Files.createDirectories(root.resolve("a/b/c/d"));
      heard.hear("a/b/c/d");
      Files.createFile(root.resolve("a/b/c/d/file"));
      heard.hear("a/b/c/d/file");
      mounted.close();
      assertThat(ending(feed, heard)).hasMessageContaining("unmounted");
    }
  }

  private static Throwable ending(ChangeFeed feed, HeardChanges heard) {
    Throwable end = null;
    for (int i = 0; i < 100 && end == null; i++) {
      end = catchThrowable(() -> feed.await(Duration.ofMillis(100), heard));
    }
    assertThat(end).isInstanceOf(IOException.class);
    return end;
  }

  private static ChangeFeed feed(Watching watching) {
    assertThat(watching).isInstanceOf(Watching.Fed.class);
    return ((Watching.Fed) watching).feed();
  }

  @Test
  void theBackendTakesFanotifyWhereNothingElseIsMountedAndInotifyWhereItIs() throws IOException {
    var provider = new LinuxTreeProvider();
    Path inner = Files.createDirectories(folder.resolve("inner"));
    try (ChangeFeed feed = feed(provider.watch(folder, ALL))) {
      assertThat(feed.way()).isEqualTo("fanotify");
    }
    try (Closeable mounted = Machine.mount(Path.of("tmpfs"), inner, "-t", "tmpfs")) {
      try (ChangeFeed feed = feed(provider.watch(folder, ALL))) {
        assertThat(feed.way()).isEqualTo("inotify");
        var heard = new HeardChanges(feed);
        Files.createFile(inner.resolve("file"));
        heard.hear("inner/file");
      }
      try (ChangeFeed feed = feed(provider.watch(folder, ONE))) {
        assertThat(feed.way()).isEqualTo("fanotify");
      }
      assertThat(mounted).isNotNull();
    }
    Path part = Files.createDirectories(folder.resolve("part"));
    try (Closeable bound = Machine.mount(part, inner, "--bind");
        ChangeFeed feed = feed(provider.watch(folder, ONE))) {
      assertThat(feed.way()).isEqualTo("inotify");
      assertThat(bound).isNotNull();
    }
  }

  @Test
  void whatIsMountedBelowTheRootIsWatchedUntilItIsUnmounted() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Files.createDirectories(inner.resolve("covered"));
    Closeable mounted = Machine.mount(Path.of("tmpfs"), inner, "-t", "tmpfs");
    Files.createDirectories(inner.resolve("sub"));
    try (ChangeFeed feed = feed(InotifyFeed.begin(WatchedRoot.at(folder), ALL))) {
      var heard = new HeardChanges(feed);
      Files.createFile(inner.resolve("sub/file"));
      heard.hear("inner/sub/file");
      heard.forget();
      Machine.run("chmod", "0700", inner.toString());
      heard.hearEntry("inner");
      heard.forget();
      mounted.close();
      heard.hearTree("inner");
      heard.forget();
      Files.createFile(inner.resolve("covered/file"));
      heard.hear("inner/covered/file");
    }
  }

  @Test
  void whatIsMountedBelowTheRootIsLeftAloneIfOneFileSystemIsAskedFor() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("inner"));
    try (Closeable mounted = Machine.mount(Path.of("tmpfs"), inner, "-t", "tmpfs");
        ChangeFeed feed = feed(InotifyFeed.begin(WatchedRoot.at(folder), ONE))) {
      var heard = new HeardChanges(feed);
      Files.createFile(inner.resolve("file"));
      Files.createFile(folder.resolve("marker"));
      heard.hear("marker");
      assertThat(heard.paths()).containsExactly(RelativePath.of("marker"));
      assertThat(heard.incomplete()).isEmpty();
      assertThat(mounted).isNotNull();
    }
  }

  @Test
  void aFileSystemThatTellsNotEveryChangeIsUnfitOrADoubt() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("root/inner"));
    for (String layer : new String[] {"lower", "upper", "work"}) {
      Files.createDirectory(folder.resolve(layer));
    }
    String layers = "lowerdir=%1$s/lower,upperdir=%1$s/upper,workdir=%1$s/work".formatted(folder);
    try (Closeable mounted =
        Machine.mount(Path.of("overlay"), inner, "-t", "overlay", "-o", layers)) {
      Watching itself = new LinuxTreeProvider().watch(inner, ALL);
      assertThat(itself).isInstanceOf(Watching.Unfit.class);
      assertThat(((Watching.Unfit) itself).why())
          .isEqualTo("its file system, overlayfs, tells of no changes made elsewhere");
      try (ChangeFeed feed = feed(new LinuxTreeProvider().watch(inner.getParent(), ALL))) {
        var heard = new HeardChanges(feed);
        heard.hearWhatIsThere();
        assertThat(heard.incomplete()).hasSize(1);
        assertThat(heard.incomplete().getFirst()).contains("inner").contains("overlayfs");
      }
      assertThat(mounted).isNotNull();
    }
  }
}
