package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.StagedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How an entry of the replica gets one more name, where the replica has hard links. */
interface LinkContract extends TreeFixture {
  private FileId id(ReadableDirectory folder, String name) throws IOException {
    return entry(folder, name).stamp().id();
  }

  private void linkTo(ReplicaDirectory folder, String name, ReplicaDirectory holder, String of)
      throws IOException {
    try (Staged link = folder.stageLink(Name.of(name), holder, Name.of(of), id(holder, of))) {
      link.commit();
    }
  }

  @Test
  default void oneMoreNameIsTheSameEntryAfterTheCommit() throws IOException {
    write(replicaRoot().resolve("a"), "text");
    Files.createDirectory(replicaRoot().resolve("folder"));
    try (ReplicaDirectory folder = replica().openDirectory(Name.of("folder"))) {
      linkTo(folder, "b", replica(), "a");
      linkTo(replica(), "c", folder, "b");
      Entry first = entry(replica(), "a");
      assertThat(first.links()).isEqualTo(3);
      assertThat(id(folder, "b")).isEqualTo(first.stamp().id());
      assertThat(id(replica(), "c")).isEqualTo(first.stamp().id());
    }
    assertThat(names(replicaRoot())).containsExactly("a", "c", "folder");
    assertThat(names(replicaRoot().resolve("folder"))).containsExactly("b");
  }

  @Test
  default void aSymbolicLinkGetsOneMoreNameItself() throws IOException {
    write(replicaRoot().resolve("file"), "text");
    link(replicaRoot().resolve("a"), "file");
    linkTo(replica(), "b", replica(), "a");
    assertThat(entry(replica(), "b").kind()).isEqualTo(Kind.SYMLINK);
    assertThat(id(replica(), "b")).isEqualTo(id(replica(), "a"));
    assertThat(entry(replica(), "file").links()).isEqualTo(1);
  }

  @Test
  default void aStagedLinkThatIsClosedIsGone() throws IOException {
    write(replicaRoot().resolve("a"), "text");
    write(replicaRoot().resolve("b"), "old");
    FileId id = id(replica(), "a");
    replica().stageLink(Name.of("b"), replica(), Name.of("a"), id).close();
    assertThat(names(replicaRoot())).containsExactly("a", "b");
    assertThat(replicaRoot().resolve("b")).hasContent("old");
    assertThat(entry(replica(), "a").links()).isEqualTo(1);
  }

  @Test
  default void oneMoreNameTakesThePlaceOfFilesAndLinks() throws IOException {
    write(replicaRoot().resolve("a"), "text");
    write(replicaRoot().resolve("file"), "old");
    link(replicaRoot().resolve("link"), "file");
    linkTo(replica(), "file", replica(), "a");
    linkTo(replica(), "link", replica(), "a");
    assertThat(entry(replica(), "a").links()).isEqualTo(3);
    assertThat(names(replicaRoot())).containsExactly("a", "file", "link");
  }

  @Test
  default void aNameThatIsTheEntryAlreadyStaysAndNothingStaged() throws IOException {
    write(replicaRoot().resolve("a"), "text");
    Files.createLink(replicaRoot().resolve("b"), replicaRoot().resolve("a"));
    linkTo(replica(), "b", replica(), "a");
    assertThat(entry(replica(), "a").links()).isEqualTo(2);
    assertThat(names(replicaRoot())).containsExactly("a", "b");
  }

  @Test
  default void oneMoreNameDisplacesAFolder() throws IOException {
    write(replicaRoot().resolve("a"), "text");
    Files.createDirectory(replicaRoot().resolve("b"));
    FileId id = id(replica(), "a");
    try (Staged link = replica().stageLink(Name.of("b"), replica(), Name.of("a"), id)) {
      assertThatThrownBy(link::commit).isInstanceOf(IOException.class);
      Name aside = link.commitDisplacing();
      assertThat(StagedNames.matches(aside)).isTrue();
      replica().remove(aside, Kind.DIRECTORY);
    }
    assertThat(id(replica(), "b")).isEqualTo(id);
    assertThat(names(replicaRoot())).containsExactly("a", "b");
  }

  @Test
  default void aStagedFolderTakesLinksAlong() throws IOException {
    write(replicaRoot().resolve("a"), "text");
    FileId id = id(replica(), "a");
    try (StagedDirectory folder = replica().stageDirectory(Name.of("folder"))) {
      linkTo(folder.directory(), "b", replica(), "a");
      folder.directory().stageLink(Name.of("c"), replica(), Name.of("a"), id).close();
      folder.commit();
      folder.directory().close();
    }
    assertThat(names(replicaRoot().resolve("folder"))).containsExactly("b");
    assertThat(entry(replica(), "a").links()).isEqualTo(2);
  }

  @Test
  default void whatIsGoneOrExchangedGetsNoMoreNames() throws IOException {
    Path first = write(replicaRoot().resolve("a"), "text");
    FileId id = id(replica(), "a");
    Files.move(first, replicaRoot().resolve("kept"));
    assertThatThrownBy(() -> replica().stageLink(Name.of("b"), replica(), Name.of("a"), id))
        .isInstanceOf(NoSuchFileException.class);
    write(first, "another");
    assertThatThrownBy(() -> replica().stageLink(Name.of("b"), replica(), Name.of("a"), id))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(names(replicaRoot())).containsExactly("a", "kept");
    assertThat(entry(replica(), "a").links()).isEqualTo(1);
  }

  @Test
  default void aFolderGetsNoMoreNames() throws IOException {
    Files.createDirectory(replicaRoot().resolve("a"));
    FileId id = id(replica(), "a");
    assertThatThrownBy(() -> replica().stageLink(Name.of("b"), replica(), Name.of("a"), id))
        .isInstanceOf(IOException.class);
    assertThat(names(replicaRoot())).containsExactly("a");
  }
}
