package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What a backend says of roots, and how it opens them. */
interface RootContract extends TreeFixture {
  @Test
  default void theBackendIsFoundByTheServiceLoaderAndAvailable() {
    assertThat(ServiceLoader.load(TreeProvider.class).stream().map(ServiceLoader.Provider::type))
        .anyMatch(type -> type.equals(provider().getClass()));
    assertThat(provider().availability(workspace())).isEqualTo(new Availability.Available());
    assertThat(provider().name()).isNotBlank();
  }

  @Test
  default void aFolderIsSeenAsOneAfterFollowingEveryLink() throws IOException {
    link(workspace().resolve("way"), "replica");
    Path way = link(workspace().resolve("long-way"), "./way");
    RootState.Folder straight = folder(replicaRoot());
    assertThat(folder(way)).isEqualTo(straight);
    assertThat(folder(workspace().resolve("source/../way/."))).isEqualTo(straight);
    assertThat(straight.realPath()).isEqualTo(replicaRoot());
    assertThat(straight.id()).isEqualTo(replica().id());
    assertThat(straight.readable()).isTrue();
    assertThat(straight.writable()).isTrue();
    assertThat(straight.regions()).hasSize(1);
  }

  @Test
  default void dotDotLeavesTheFolderThatALinkLedTo() throws IOException {
    Files.createDirectories(workspace().resolve("far/away"));
    link(sourceRoot().resolve("link"), workspace().resolve("far/away").toString());
    assertThat(folder(sourceRoot().resolve("link/..")).realPath())
        .isEqualTo(workspace().resolve("far"));
  }

  @Test
  default void regionsTellWhetherOneRootLiesInTheOther() throws IOException {
    Files.createDirectory(sourceRoot().resolve("inner"));
    Files.createDirectory(workspace().resolve("source-2"));
    link(workspace().resolve("way-in"), "source/inner");
    Region source = folder(sourceRoot()).regions().getFirst();
    assertThat(source.overlaps(folder(workspace().resolve("way-in")).regions().getFirst()))
        .isTrue();
    assertThat(source.overlaps(folder(workspace()).regions().getFirst())).isTrue();
    assertThat(source.overlaps(folder(replicaRoot()).regions().getFirst())).isFalse();
    assertThat(source.overlaps(folder(workspace().resolve("source-2")).regions().getFirst()))
        .isFalse();
  }

  @Test
  default void nothingIsMissingWithTheNearestFolderAndTheRegionItWouldHave() throws IOException {
    link(workspace().resolve("way"), "source");
    var missing = (RootState.Missing) provider().inspect(workspace().resolve("way/a/./b/../c"));
    assertThat(missing.nearest()).isEqualTo(sourceRoot());
    assertThat(missing.writable()).isTrue();
    Files.createDirectories(sourceRoot().resolve("a/c"));
    assertThat(folder(sourceRoot().resolve("a/c")).regions()).containsExactly(missing.region());
  }

  @Test
  default void lookingWritesNothing() throws IOException {
    setTime(workspace(), MOMENT);
    provider().inspect(workspace().resolve("missing/too"));
    setTime(replicaRoot(), MOMENT);
    folder(replicaRoot());
    capabilities();
    assertThat(time(workspace())).isEqualTo(MOMENT);
    assertThat(time(replicaRoot())).isEqualTo(MOMENT);
    assertThat(names(replicaRoot())).isEmpty();
  }

  @Test
  default void aLinkThatLeadsNowhereOrInCirclesIsDangling() throws IOException {
    Path nowhere = link(workspace().resolve("nowhere"), "missing");
    Path circle = link(workspace().resolve("circle"), "circle");
    link(workspace().resolve("ping"), "pong");
    Path pingPong = link(workspace().resolve("pong"), "ping");
    for (Path root :
        new Path[] {nowhere, circle, pingPong, nowhere.resolve("a"), circle.resolve("a")}) {
      assertThat(provider().inspect(root)).isEqualTo(new RootState.DanglingLink());
      assertThatThrownBy(() -> provider().createRoot(root)).isInstanceOf(IOException.class);
    }
  }

  @Test
  default void whatIsNoFolderIsSaidToBeNone() throws IOException {
    Path file = write(workspace().resolve("file"), "");
    Path link = link(workspace().resolve("link"), "file");
    for (Path root :
        new Path[] {file, link, file.resolve("a"), link.resolve("a"), file.resolve("..")}) {
      assertThat(provider().inspect(root)).isEqualTo(new RootState.NotAFolder(Kind.FILE));
      assertThatThrownBy(() -> provider().createRoot(root)).isInstanceOf(IOException.class);
    }
  }

  @Test
  default void makesTheFolderAndItsMissingParents() throws IOException {
    link(workspace().resolve("way"), "replica");
    provider().createRoot(workspace().resolve("way/a/x/../b"));
    assertThat(replicaRoot().resolve("a/b")).isEmptyDirectory();
    assertThat(names(replicaRoot().resolve("a"))).containsExactly("b");
  }

  @Test
  default void makingAFolderThatIsThereChangesNothing() throws IOException {
    setTime(replicaRoot(), MOMENT);
    provider().createRoot(replicaRoot());
    assertThat(time(replicaRoot())).isEqualTo(MOMENT);
  }

  @Test
  default void opensNoRootThatIsMissingOrNoFolder() throws IOException {
    Path file = write(workspace().resolve("file"), "");
    Path missing = workspace().resolve("missing");
    assertThatThrownBy(() -> provider().openSource(missing).openRoot())
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> provider().openReplica(missing).openRoot())
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> provider().openSource(file).openRoot())
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> provider().openReplica(file).openRoot())
        .isInstanceOf(NotDirectoryException.class);
  }

  @Test
  default void opensARootThroughALink() throws IOException {
    write(sourceRoot().resolve("file"), "text");
    Path way = link(workspace().resolve("way"), "source");
    try (SourceTree tree = provider().openSource(way);
        SourceDirectory root = tree.openRoot()) {
      assertThat(read(root, "file")).isEqualTo("text");
    }
  }

  @Test
  default void capabilitiesAreSaidInWords() throws IOException {
    assertThat(capabilities().lacks().stream().map(Capabilities.Lack::words))
        .doesNotContain("")
        .doesNotHaveDuplicates();
    assertThat(capabilities().carried().times().grain())
        .isGreaterThanOrEqualTo(Duration.ofNanos(1));
  }

  private RootState.Folder folder(Path root) throws IOException {
    return (RootState.Folder) provider().inspect(root);
  }
}
