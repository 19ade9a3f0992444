package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How entries leave the replica. */
interface RemovalContract extends TreeFixture {
  @Test
  default void removesAnEntryOfThisKind() throws IOException {
    write(replicaRoot().resolve("file"), "text");
    Files.createDirectory(replicaRoot().resolve("folder"));
    link(replicaRoot().resolve("link"), "file");
    write(replicaRoot().resolve("-rf"), "text");

    replica().remove(Name.of("file"), Kind.FILE);
    replica().remove(Name.of("folder"), Kind.DIRECTORY);
    replica().remove(Name.of("link"), Kind.SYMLINK);
    replica().remove(Name.of("-rf"), Kind.FILE);
    assertThat(names(replicaRoot())).isEmpty();
  }

  @Test
  default void removesALinkItselfAndNotWhereItPoints() throws IOException {
    Path outside = write(workspace().resolve("outside"), "text");
    link(replicaRoot().resolve("link"), "../outside");
    replica().remove(Name.of("link"), Kind.SYMLINK);
    assertThat(outside).hasContent("text");
  }

  @Test
  default void removesNoEntryOfAnotherKind() throws IOException {
    write(replicaRoot().resolve("file"), "text");
    Files.createDirectory(replicaRoot().resolve("folder"));
    link(replicaRoot().resolve("link"), "folder");
    for (String name : names(replicaRoot())) {
      Kind own = entry(replica(), name).kind();
      for (Kind kind : Kind.values()) {
        if (kind != own) {
          assertThatThrownBy(() -> replica().remove(Name.of(name), kind))
              .as("%s as %s", name, kind)
              .isInstanceOf(IOException.class);
        }
      }
    }
    assertThat(names(replicaRoot())).containsExactly("file", "folder", "link");
  }

  @Test
  default void aFolderHasToBeEmpty() throws IOException {
    Path file = write(Files.createDirectory(replicaRoot().resolve("folder")).resolve("file"), "");
    assertThatThrownBy(() -> replica().remove(Name.of("folder"), Kind.DIRECTORY))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(file).exists();
  }

  @Test
  default void removingWhatIsNotThereFails() {
    for (Kind kind : Kind.values()) {
      assertThatThrownBy(() -> replica().remove(Name.of("missing"), kind))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  default void nothingIsRemovedThroughASwappedFolder() throws IOException {
    Path outside = write(Files.createDirectory(workspace().resolve("outside")).resolve("file"), "");
    write(Files.createDirectory(replicaRoot().resolve("folder")).resolve("file"), "");
    try (ReplicaDirectory folder = replica().openDirectory(Name.of("folder"))) {
      Files.move(replicaRoot().resolve("folder"), replicaRoot().resolve("moved"));
      link(replicaRoot().resolve("folder"), "../outside");
      refusedUnlessConfined(() -> folder.remove(Name.of("file"), Kind.FILE));
    }
    assertThat(outside).exists();
  }
}
