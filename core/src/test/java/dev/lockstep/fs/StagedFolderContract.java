package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.StagedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How a new folder comes to the replica together with what is in it. */
interface StagedFolderContract extends TreeFixture {
  @Test
  default void whatIsMadeInsideBeforeTheCommitShowsWithItInOneStep() throws IOException {
    try (StagedDirectory folder = replica().stageDirectory(Name.of("folder"))) {
      create(folder.directory(), "file", "text");
      assertThat(replica().entry(Name.of("folder"))).isEmpty();
      folder.commit();
      folder.directory().close();
    }
    assertThat(names(replicaRoot())).containsExactly("folder");
    assertThat(replicaRoot().resolve("folder/file")).hasContent("text");
  }

  @Test
  default void whatIsCommittedInAStagedFolderGoesStraightToItsOwnName() throws IOException {
    try (StagedDirectory folder = replica().stageDirectory(Name.of("folder"))) {
      Path staged = replicaRoot().resolve(names(replicaRoot()).getFirst());
      try (StagedFile file = staged(folder.directory(), "file", "text");
          Staged link = folder.directory().stageSymlink(Name.of("link"), LinkTarget.of("x"))) {
        link.commit();
        file.commit();
      }
      assertThat(names(staged)).containsExactly("file", "link");
      folder.directory().close();
    }
  }

  @Test
  default void whatIsNotCommittedInAStagedFolderIsUndone() throws IOException {
    try (StagedDirectory folder = replica().stageDirectory(Name.of("folder"))) {
      staged(folder.directory(), "file", "text").close();
      folder.directory().stageSymlink(Name.of("link"), LinkTarget.of("x")).close();
      StagedDirectory inner = folder.directory().stageDirectory(Name.of("inner"));
      create(inner.directory(), "file", "text");
      inner.directory().close();
      inner.close();
      assertThat(listed(folder.directory())).isEmpty();
      folder.commit();
      folder.directory().close();
    }
    assertThat(replicaRoot().resolve("folder")).isEmptyDirectory();
  }

  @Test
  default void theFolderStaysValidOverTheCommitAndIsThenLikeAnyOther() throws IOException {
    StagedDirectory folder = replica().stageDirectory(Name.of("folder"));
    try (ReplicaDirectory directory = folder.directory()) {
      create(directory, "early", "text");
      var id = directory.id();
      folder.commit();
      folder.close();

      assertThat(directory.id()).isEqualTo(id).isEqualTo(entry(replica(), "folder").stamp().id());
      assertThat(listed(directory)).containsExactly(Name.of("early"));
      try (StagedFile late = staged(directory, "late", "text")) {
        assertThat(names(replicaRoot().resolve("folder")))
            .hasSize(2)
            .anyMatch(name -> StagedNames.matches(Name.of(name)));
        late.commit();
      }
      directory.setMetadata(metadata(0755, MOMENT));
    }
    assertThat(names(replicaRoot().resolve("folder"))).containsExactly("early", "late");
    assertThat(time(replicaRoot().resolve("folder"))).isEqualTo(MOMENT);
  }

  @Test
  default void aFolderOpenedInAStagedOneStaysValidOverTheCommit() throws IOException {
    try (StagedDirectory folder = replica().stageDirectory(Name.of("folder"));
        ReplicaDirectory directory = folder.directory()) {
      try (StagedDirectory inner = directory.stageDirectory(Name.of("inner"))) {
        inner.commit();
        inner.directory().close();
      }
      try (ReplicaDirectory inner = directory.openDirectory(Name.of("inner"))) {
        folder.commit();
        create(inner, "file", "text");
        assertThat(listed(inner)).containsExactly(Name.of("file"));
      }
    }
    assertThat(replicaRoot().resolve("folder/inner/file")).hasContent("text");
  }

  @Test
  default void closingAStagedFolderRemovesAllThatItHoldsAndFollowsNoLink() throws IOException {
    Path outside =
        write(Files.createDirectory(workspace().resolve("outside")).resolve("file"), "x");
    try (StagedDirectory folder = replica().stageDirectory(Name.of("folder"));
        ReplicaDirectory directory = folder.directory()) {
      create(directory, "file", "text");
      try (Staged link = directory.stageSymlink(Name.of("link"), LinkTarget.of("../../outside"))) {
        link.commit();
      }
      try (StagedDirectory inner = directory.stageDirectory(Name.of("inner"));
          ReplicaDirectory innerDirectory = inner.directory()) {
        create(innerDirectory, "file", "text");
        try (StagedDirectory innermost = innerDirectory.stageDirectory(Name.of("innermost"))) {
          innermost.commit();
          innermost.directory().close();
        }
        inner.setMetadata(metadata(0500, MOMENT));
        inner.commit();
      }
    }
    assertThat(names(replicaRoot())).isEmpty();
    assertThat(outside).hasContent("x");
  }

  @Test
  default void aFolderMayBeGivenItsMetadataBeforeTheCommit() throws IOException {
    try (StagedDirectory folder = replica().stageDirectory(Name.of("folder"))) {
      create(folder.directory(), "file", "text");
      folder.setMetadata(metadata(0555, MOMENT));
      folder.commit();
      folder.directory().close();
    }
    assertThat(time(replicaRoot().resolve("folder"))).isEqualTo(MOMENT);
    assertThat(entry(replica(), "folder").kind()).isEqualTo(Kind.DIRECTORY);
  }
}
