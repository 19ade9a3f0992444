package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.HeardChanges;
import dev.lockstep.fs.Watching;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Fanotify on fresh file systems. */
@Tag("full")
final class FanotifyFeedTest {
  private static final Watching.Scope ALL = new Watching.Scope(path -> true, false);

  @Nested
  final class OnExt4 extends OnDisk {
    OnExt4() {
      super("ext4", 64);
    }
  }

  @Nested
  final class OnXfs extends OnDisk {
    OnXfs() {
      super("xfs", 400);
    }
  }

  @Nested
  final class OnBtrfs extends OnDisk {
    OnBtrfs() {
      super("btrfs", 256);
    }
  }

  @Nested
  final class OnTmpfs extends OnDisk {
    OnTmpfs() {
      super("tmpfs", 64);
    }
  }

  /** On one type. */
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class OnDisk extends LinuxFeedContract {
    private final String type;
    private final int sizeMib;
    private Mounted mounted;
    private Path workspace;

    OnDisk(String type, int sizeMib) {
      this.type = type;
      this.sizeMib = sizeMib;
    }

    @BeforeAll
    void mount() throws IOException {
      mounted = Machine.loopMounted(type, sizeMib);
    }

    @AfterAll
    void unmount() throws IOException {
      mounted.close();
    }

    @BeforeEach
    @Override
    public void makeFolders() throws IOException {
      workspace = Files.createTempDirectory(mounted.folder(), "test");
      super.makeFolders();
    }

    @Override
    protected Path workspace() {
      return workspace;
    }

    @Override
    protected Watching watch(Path root, Watching.Scope scope) throws IOException {
      return new Watching.Fed(
          FanotifyFeed.begin(WatchedRoot.at(root), scope, FanotifyFeed.NOBODY).orElseThrow());
    }

    @Test
    void whatThisProcessDoesItselfIsNotToldButFoldersAreFoundAfterIt() throws IOException {
      Files.createDirectories(root().resolve("folder/sub"));
      long self = ProcessHandle.current().pid();
      try (ChangeFeed feed = FanotifyFeed.begin(WatchedRoot.at(root()), ALL, self).orElseThrow()) {
        var others = new HeardChanges(feed);
        Machine.run("touch", root().resolve("folder/sub/others").toString());
        others.hear("folder/sub/others");
        others.forget();
        Files.createFile(root().resolve("own"));
        Files.move(root().resolve("folder"), root().resolve("moved"));
        Machine.run("touch", root().resolve("moved/sub/others").toString());
        others.hear("moved/sub/others");
        assertThat(others.paths()).hasSize(1);
      }
    }

    @Test
    void whatThisProcessDoesItselfIsToldWhereItIsOfInterest() throws IOException {
      var provider = new LinuxTreeProvider();
      var others = new Watching.Scope(path -> true, false, false);
      try (ChangeFeed all = ((Watching.Fed) provider.watch(root(), ALL)).feed();
          ChangeFeed some = ((Watching.Fed) provider.watch(root(), others)).feed()) {
        assertThat(all.way()).isEqualTo("fanotify");
        Files.createFile(root().resolve("own"));
        Machine.run("touch", root().resolve("other").toString());
        var changes = new HeardChanges(all);
        changes.hear("own");
        var changesOfOthers = new HeardChanges(some);
        changesOfOthers.hear("other");
        assertThat(changesOfOthers.paths()).hasSize(1);
      }
    }

    @Test
    void aFolderThatIsShownElsewhereIsWatchedThere() throws IOException {
      Path part = Files.createDirectories(root().resolve("part/sub"));
      Path shown = Files.createDirectory(outside().resolve("shown"));
      try (Closeable bound = Machine.mount(part, shown, "--bind");
          ChangeFeed feed =
              FanotifyFeed.begin(WatchedRoot.at(shown), ALL, FanotifyFeed.NOBODY).orElseThrow()) {
        var changes = new HeardChanges(feed);
        Files.createDirectories(root().resolve("part/beside"));
        Files.createFile(root().resolve("part/beside/none"));
        Files.createDirectories(part.resolve("below"));
        changes.hearTree("below");
        changes.forget();
        Files.writeString(part.resolve("below/file"), "text");
        changes.hear("below/file");
        assertThat(changes.paths()).hasSize(1);
        assertThat(bound).isNotNull();
      }
    }
  }
}
