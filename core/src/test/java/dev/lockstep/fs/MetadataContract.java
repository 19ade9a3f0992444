package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How entries of the replica get their metadata. */
interface MetadataContract extends TreeFixture {
  @Test
  default void givesAnEntryItsModeAndTime() throws IOException {
    write(replicaRoot().resolve("file"), "text");
    Files.createDirectory(replicaRoot().resolve("folder"));

    replica().setMetadata(Name.of("file"), Kind.FILE, metadata(0641, MOMENT));
    replica().setMetadata(Name.of("folder"), Kind.DIRECTORY, metadata(0751, MOMENT.plusNanos(1)));

    assertThat(time(replicaRoot().resolve("file"))).isEqualTo(MOMENT);
    assertThat(time(replicaRoot().resolve("folder"))).isEqualTo(MOMENT.plusNanos(1));
    if (capabilities().carried().modes()) {
      assertThat(permissions(replicaRoot().resolve("file"))).isEqualTo("rw-r----x");
      assertThat(permissions(replicaRoot().resolve("folder"))).isEqualTo("rwxr-x--x");
    }
  }

  @Test
  default void whatIsSetIsWhatTheNextLookShows() throws IOException {
    create(replica(), "file", "text");
    Metadata has = entry(replica(), "file").metadata();
    Metadata wanted = new Metadata(has.mode(), has.owner(), has.group(), MOMENT);
    replica().setMetadata(Name.of("file"), Kind.FILE, wanted);
    assertThat(entry(replica(), "file").metadata()).isEqualTo(wanted);
  }

  @Test
  default void aLinkGetsItsTimeItselfAndNotWhereItPoints() throws IOException {
    Path file = write(replicaRoot().resolve("file"), "text");
    setTime(file, MOMENT);
    link(replicaRoot().resolve("link"), "file");
    Instant other = MOMENT.plusSeconds(77);
    replica().setMetadata(Name.of("link"), Kind.SYMLINK, metadata(Metadata.UNKNOWN, other));
    assertThat(time(file)).isEqualTo(MOMENT);
    if (capabilities().carried().times().ofLinks()) {
      assertThat(time(replicaRoot().resolve("link"))).isEqualTo(other);
    }
  }

  @Test
  default void aDanglingLinkGetsItsTimeToo() throws IOException {
    try (Staged link = replica().stageSymlink(Name.of("link"), LinkTarget.of("nowhere"))) {
      link.setMetadata(metadata(Metadata.UNKNOWN, MOMENT));
      link.commit();
    }
    if (capabilities().carried().times().ofLinks()) {
      assertThat(time(replicaRoot().resolve("link"))).isEqualTo(MOMENT);
    }
  }

  @Test
  default void anEntryOfAnotherKindIsLeftAlone() throws IOException {
    Path file = write(workspace().resolve("outside"), "text");
    setTime(file, MOMENT);
    String permissions = permissions(file);
    link(replicaRoot().resolve("link"), "../outside");
    assertThatThrownBy(
            () -> replica().setMetadata(Name.of("link"), Kind.FILE, metadata(0777, Instant.EPOCH)))
        .isInstanceOf(IOException.class);
    assertThat(time(file)).isEqualTo(MOMENT);
    assertThat(permissions(file)).isEqualTo(permissions);
  }

  @Test
  default void settingWhatIsNotThereFails() {
    assertThatThrownBy(
            () -> replica().setMetadata(Name.of("missing"), Kind.FILE, metadata(0600, MOMENT)))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  default void whatIsUnknownStaysAsItIs() throws IOException {
    create(replica(), "file", "text");
    Metadata has = entry(replica(), "file").metadata();
    replica().setMetadata(Name.of("file"), Kind.FILE, metadata(Metadata.UNKNOWN, MOMENT));
    assertThat(entry(replica(), "file").metadata())
        .isEqualTo(new Metadata(has.mode(), has.owner(), has.group(), MOMENT));
  }

  @Test
  default void theFolderItselfGetsItsMetadata() throws IOException {
    Files.createDirectory(replicaRoot().resolve("folder"));
    try (ReplicaDirectory folder = replica().openDirectory(Name.of("folder"))) {
      create(folder, "file", "text");
      folder.setMetadata(metadata(0711, MOMENT));
      assertThat(folder.metadata().modified()).isEqualTo(MOMENT);
    }
    assertThat(time(replicaRoot().resolve("folder"))).isEqualTo(MOMENT);
    if (capabilities().carried().modes()) {
      assertThat(permissions(replicaRoot().resolve("folder"))).isEqualTo("rwx--x--x");
    }
  }

  @Test
  default void theRootItselfGetsItsMetadata() throws IOException {
    replica().setMetadata(metadata(0700, MOMENT));
    assertThat(time(replicaRoot())).isEqualTo(MOMENT);
  }

  @Test
  default void wholeSecondsBefore1970AreKept() throws IOException {
    Instant early = Instant.parse("1938-05-06T07:08:09Z");
    create(replica(), "file", "text");
    replica().setMetadata(Name.of("file"), Kind.FILE, metadata(0600, early));
    assertThat(entry(replica(), "file").metadata().modified()).isEqualTo(early);
  }

  @Test
  default void aTimeIsKeptAsFarAsTheGrainGoesOrSaidToBeUncarriable() throws IOException {
    Duration grain = capabilities().carried().times().grain();
    create(replica(), "file", "text");
    for (String text :
        new String[] {
          "1969-12-31T23:59:59.999999999Z",
          "1901-12-13T20:45:52Z",
          "1600-01-01T00:00:00Z",
          "2038-01-19T03:14:08.1Z",
          "2262-04-11T23:47:17Z",
          "2446-05-10T22:38:55Z",
          "9999-12-31T00:00:00Z"
        }) {
      Instant wanted = Instant.parse(text);
      try {
        replica().setMetadata(Name.of("file"), Kind.FILE, metadata(0640, wanted));
        Instant got = entry(replica(), "file").metadata().modified();
        assertThat(Duration.between(got, wanted).abs()).as(text).isLessThan(grain);
      } catch (UncarriableException e) {
        assertThat(e.getReason()).isNotBlank();
      }
      if (capabilities().carried().modes()) {
        assertThat(entry(replica(), "file").metadata().mode()).isEqualTo(0640);
      }
    }
  }

  @Test
  default void metadataOfAStagedFileComesLast() throws IOException {
    try (StagedFile file = staged(replica(), "file", "text")) {
      file.setMetadata(metadata(0444, MOMENT));
      file.commit();
    }
    Entry entry = entry(replica(), "file");
    assertThat(entry.metadata().modified()).isEqualTo(MOMENT);
    if (capabilities().carried().modes()) {
      assertThat(entry.metadata().mode()).isEqualTo(0444);
    }
  }

  @Test
  default void grantingAccessGivesTheOwnerTheRightToListAndChange() throws IOException {
    Path path = Files.createDirectory(replicaRoot().resolve("folder"));
    replica().setMetadata(Name.of("folder"), Kind.DIRECTORY, metadata(0055, MOMENT));
    try (ReplicaDirectory folder = replica().openDirectory(Name.of("folder"))) {
      folder.grantAccess();
      if (capabilities().carried().modes()) {
        assertThat(permissions(path)).isEqualTo("rwxr-xr-x");
      }
      create(folder, "file", "text");
      assertThat(listed(folder)).containsExactly(Name.of("file"));
    }
  }

  @Test
  default void noMetadataIsSetThroughASwappedFolder() throws IOException {
    Path outside = write(Files.createDirectory(workspace().resolve("outside")).resolve("file"), "");
    setTime(outside, MOMENT);
    setTime(outside.getParent(), MOMENT);
    write(Files.createDirectory(replicaRoot().resolve("folder")).resolve("file"), "");
    Metadata other = metadata(0700, MOMENT.plusSeconds(1));
    try (ReplicaDirectory folder = replica().openDirectory(Name.of("folder"))) {
      Files.move(replicaRoot().resolve("folder"), replicaRoot().resolve("moved"));
      link(replicaRoot().resolve("folder"), "../outside");
      refusedUnlessConfined(() -> folder.setMetadata(Name.of("file"), Kind.FILE, other));
      refusedUnlessConfined(() -> folder.setMetadata(other));
      refusedUnlessConfined(folder::grantAccess);
    }
    assertThat(time(outside)).isEqualTo(MOMENT);
    assertThat(time(outside.getParent())).isEqualTo(MOMENT);
  }
}
