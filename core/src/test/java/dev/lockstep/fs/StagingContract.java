package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.StagedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How files and links come to the replica where nothing has their name. */
interface StagingContract extends TreeFixture {
  @Test
  default void aStagedFileAppearsUnderItsFinalNameWithTheCommit() throws IOException {
    try (StagedFile file = staged(replica(), "file", "text")) {
      assertThat(replica().entry(Name.of("file"))).isEmpty();
      file.setMetadata(metadata(0640, MOMENT));
      assertThat(replica().entry(Name.of("file"))).isEmpty();
      file.commit();
      assertThat(names(replicaRoot())).containsExactly("file");
    }
    assertThat(names(replicaRoot())).containsExactly("file");
    assertThat(read(replica(), "file")).isEqualTo("text");
    assertThat(time(replicaRoot().resolve("file"))).isEqualTo(MOMENT);
  }

  @Test
  default void whatIsStagedHasAStagedName() throws IOException {
    try (StagedFile _ = staged(replica(), "file", "text");
        StagedDirectory _ = replica().stageDirectory(Name.of("folder"));
        Staged _ = replica().stageSymlink(Name.of("link"), LinkTarget.of("x"))) {
      assertThat(names(replicaRoot()))
          .hasSize(3)
          .allMatch(name -> StagedNames.matches(Name.of(name)));
    }
  }

  @Test
  default void untilTheCommitOnlyItsOwnerMayReadIt() throws IOException {
    if (!capabilities().carried().modes()) {
      return;
    }
    try (StagedFile _ = staged(replica(), "file", "text");
        StagedDirectory _ = replica().stageDirectory(Name.of("folder"))) {
      for (String name : names(replicaRoot())) {
        Path path = replicaRoot().resolve(name);
        assertThat(permissions(path))
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  default void closingWithoutACommitUndoesWhatWasStaged() throws IOException {
    try (StagedFile _ = staged(replica(), "file", "text");
        StagedFile finished = staged(replica(), "file", "text");
        StagedDirectory _ = replica().stageDirectory(Name.of("folder"));
        Staged _ = replica().stageSymlink(Name.of("link"), LinkTarget.of("x"))) {
      finished.setMetadata(metadata(0400, MOMENT));
    }
    assertThat(names(replicaRoot())).isEmpty();
  }

  @Test
  default void closingAgainIsHarmless() throws IOException {
    StagedFile undone = staged(replica(), "undone", "text");
    undone.close();
    undone.close();
    StagedFile done = staged(replica(), "done", "text");
    done.commit();
    done.close();
    done.close();
    assertThat(names(replicaRoot())).containsExactly("done");
  }

  @Test
  default void aStagedFileMayBeEmpty() throws IOException {
    create(replica(), "empty", "");
    assertThat(Files.size(replicaRoot().resolve("empty"))).isZero();
  }

  @Test
  default void theSizeNeedNotBeRight() throws IOException {
    try (StagedFile file = replica().stageFile(Name.of("file"), 1_000_000)) {
      file.write(new byte[] {'.', 'a', 'b', '.'}, 1, 2);
      file.write(new byte[] {'c'}, 0, 1);
      file.commit();
    }
    assertThat(read(replica(), "file")).isEqualTo("abc");
    assertThat(Files.size(replicaRoot().resolve("file"))).isEqualTo(3);
  }

  @Test
  default void everyNameThatIsListedCanBeMade() throws IOException {
    List<Name> all = new ArrayList<>();
    for (String text :
        new String[] {
          "-rf", "..x", "a\nb", "\u001b", "\\", " ", "\u00e9", "e\u0301", "n".repeat(255)
        }) {
      create(replica(), text, text);
      assertThat(read(replica(), text)).isEqualTo(text);
      all.add(Name.of(text));
    }
    assertThat(listed(replica())).isEqualTo(all.stream().sorted().toList());
  }

  @Test
  default void aStagedNameMayBeAFinalOneToo() throws IOException {
    String name = StagedNames.next().text();
    create(replica(), name, "text");
    assertThat(names(replicaRoot())).containsExactly(name);
  }

  @Test
  default void aSymbolicLinkKeepsItsTarget() throws IOException {
    for (String target :
        new String[] {"file", "../up", "/abs/olute", ".", "..", "a\nb", "./x/.."}) {
      try (Staged link = replica().stageSymlink(Name.of("link"), LinkTarget.of(target))) {
        link.commit();
      }
      assertThat(Files.readSymbolicLink(replicaRoot().resolve("link"))).hasToString(target);
      assertThat(replica().readSymlink(Name.of("link"))).isEqualTo(LinkTarget.of(target));
    }
  }

  @Test
  default void aTargetIsKeptExactlyOrSaidToBeUncarriable() throws IOException {
    for (String target : new String[] {"a//b", "folder/", "//", "/a//", "a/./b"}) {
      Name name = Name.of("link");
      try (Staged link = replica().stageSymlink(name, LinkTarget.of(target))) {
        link.commit();
        assertThat(replica().readSymlink(name)).isEqualTo(LinkTarget.of(target));
        replica().remove(name, Kind.SYMLINK);
      } catch (UncarriableException e) {
        assertThat(e.getReason()).isNotBlank();
      }
      assertThat(names(replicaRoot())).isEmpty();
    }
  }

  @Test
  default void nothingIsStagedInAFolderSwappedForALink() throws IOException {
    Path outside = Files.createDirectory(workspace().resolve("outside"));
    Files.createDirectory(replicaRoot().resolve("folder"));
    try (ReplicaDirectory folder = replica().openDirectory(Name.of("folder"))) {
      Files.move(replicaRoot().resolve("folder"), replicaRoot().resolve("moved"));
      link(replicaRoot().resolve("folder"), "../outside");
      refusedUnlessConfined(() -> create(folder, "file", "text"));
      refusedUnlessConfined(() -> folder.stageDirectory(Name.of("sub")).close());
      refusedUnlessConfined(() -> folder.stageSymlink(Name.of("l"), LinkTarget.of("x")).close());
    }
    assertThat(names(outside)).isEmpty();
  }

  @Test
  default void aLinkInThePlaceOfANameIsReplacedAndNotFollowed() throws IOException {
    Path outside = write(workspace().resolve("outside"), "old");
    link(replicaRoot().resolve("file"), "../outside");
    create(replica(), "file", "new");
    assertThat(Files.isSymbolicLink(replicaRoot().resolve("file"))).isFalse();
    assertThat(outside).hasContent("old");
  }

  @Test
  default void committingTwiceIsAMistake() throws IOException {
    try (StagedFile file = staged(replica(), "file", "text")) {
      file.commit();
      assertThatThrownBy(file::commit).isInstanceOf(IllegalStateException.class);
    }
    assertThat(names(replicaRoot())).containsExactly("file");
  }
}
