package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.StagedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What happens where something has the name already. */
interface ReplacingContract extends TreeFixture {
  @Test
  default void aFileTakesThePlaceOfAFile() throws IOException {
    write(replicaRoot().resolve("file"), "old");
    try (StagedFile file = staged(replica(), "file", "new")) {
      assertThat(read(replica(), "file")).isEqualTo("old");
      file.commit();
    }
    assertThat(read(replica(), "file")).isEqualTo("new");
    assertThat(names(replicaRoot())).containsExactly("file");
  }

  @Test
  default void filesAndLinksTakeEachOthersPlace() throws IOException {
    create(replica(), "x", "file");
    try (Staged link = replica().stageSymlink(Name.of("x"), LinkTarget.of("nowhere"))) {
      link.commit();
    }
    assertThat(entry(replica(), "x").kind()).isEqualTo(Kind.SYMLINK);
    create(replica(), "x", "file");
    assertThat(entry(replica(), "x").kind()).isEqualTo(Kind.FILE);
    assertThat(names(replicaRoot())).containsExactly("x");
  }

  @Test
  default void noFileOrLinkTakesThePlaceOfAFolderEvenAnEmptyOne() throws IOException {
    Path folder = Files.createDirectory(replicaRoot().resolve("x"));
    try (StagedFile file = staged(replica(), "x", "text");
        Staged link = replica().stageSymlink(Name.of("x"), LinkTarget.of("nowhere"))) {
      assertThatThrownBy(file::commit).isInstanceOf(IOException.class);
      assertThatThrownBy(link::commit).isInstanceOf(IOException.class);
    }
    assertThat(folder).isDirectory();
    assertThat(names(replicaRoot())).containsExactly("x");
  }

  @Test
  default void noFolderTakesThePlaceOfAnythingEvenAnEmptyFolder() throws IOException {
    Files.createDirectory(replicaRoot().resolve("folder"));
    write(replicaRoot().resolve("file"), "text");
    link(replicaRoot().resolve("link"), "folder");
    Object before = entry(replica(), "folder");
    for (String name : new String[] {"folder", "file", "link"}) {
      try (StagedDirectory folder = replica().stageDirectory(Name.of(name))) {
        assertThatThrownBy(folder::commit).isInstanceOf(IOException.class);
      }
    }
    assertThat(entry(replica(), "folder")).isEqualTo(before);
    assertThat(names(replicaRoot())).containsExactly("file", "folder", "link");
  }

  @Test
  default void aFailedCommitMayBeTriedAgain() throws IOException {
    Path folder = Files.createDirectory(replicaRoot().resolve("x"));
    try (StagedFile file = staged(replica(), "x", "text")) {
      assertThatThrownBy(file::commit).isInstanceOf(IOException.class);
      Files.delete(folder);
      file.commit();
    }
    assertThat(read(replica(), "x")).isEqualTo("text");
  }

  @Test
  default void displacingLeavesTheOldEntryUnderAStagedName() throws IOException {
    write(Files.createDirectory(replicaRoot().resolve("x")).resolve("inside"), "text");
    Name aside;
    try (StagedFile file = staged(replica(), "x", "file")) {
      aside = file.commitDisplacing();
    }
    assertThat(StagedNames.matches(aside)).isTrue();
    assertThat(names(replicaRoot())).containsExactlyInAnyOrder("x", aside.text());
    assertThat(read(replica(), "x")).isEqualTo("file");
    assertThat(names(replicaRoot().resolve(aside.text()))).containsExactly("inside");
  }

  @Test
  default void aFolderDisplacesAFileWhichCanThenBeRemoved() throws IOException {
    write(replicaRoot().resolve("x"), "file");
    try (StagedDirectory folder = replica().stageDirectory(Name.of("x"))) {
      create(folder.directory(), "inside", "text");
      Name aside = folder.commitDisplacing();
      replica().remove(aside, Kind.FILE);
      create(folder.directory(), "later", "text");
      folder.directory().close();
    }
    assertThat(names(replicaRoot())).containsExactly("x");
    assertThat(names(replicaRoot().resolve("x"))).containsExactly("inside", "later");
  }

  @Test
  default void aLinkIsDisplacedItselfAndNotWhereItPoints() throws IOException {
    Path outside = Files.createDirectory(workspace().resolve("outside"));
    link(replicaRoot().resolve("x"), "../outside");
    try (StagedDirectory folder = replica().stageDirectory(Name.of("x"))) {
      Name aside = folder.commitDisplacing();
      assertThat(replicaRoot().resolve(aside.text())).isSymbolicLink();
      folder.directory().close();
    }
    assertThat(Files.isDirectory(replicaRoot().resolve("x"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  default void displacingNothingFailsAndLeavesTheNameFree() throws IOException {
    try (StagedFile file = staged(replica(), "x", "text")) {
      assertThatThrownBy(file::commitDisplacing).isInstanceOf(IOException.class);
    }
    assertThat(names(replicaRoot())).isEmpty();
  }

  @Test
  default void aFailureToDisplacePutsBackWhatWasThere() throws IOException {
    write(Files.createDirectory(replicaRoot().resolve("x")).resolve("inside"), "text");
    try (StagedFile file = staged(replica(), "x", "new")) {
      for (String name : names(replicaRoot())) {
        if (StagedNames.matches(Name.of(name))) {
          Files.delete(replicaRoot().resolve(name));
        }
      }
      assertThatThrownBy(file::commitDisplacing).isInstanceOf(IOException.class);
    }
    assertThat(names(replicaRoot())).containsExactly("x");
    assertThat(replicaRoot().resolve("x/inside")).hasContent("text");
  }
}
