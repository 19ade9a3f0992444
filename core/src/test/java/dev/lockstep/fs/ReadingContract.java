package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Entry;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** What can be read of files and links. */
interface ReadingContract extends TreeFixture {
  @Test
  default void readsAFileFromItsBeginningToItsEnd() throws IOException {
    write(sourceRoot().resolve("file"), "more than one buffer holds");
    assertThat(read(source(), "file")).isEqualTo("more than one buffer holds");
  }

  @Test
  default void readsAnEmptyFileAsEndedAtOnce() throws IOException {
    write(sourceRoot().resolve("file"), "");
    try (ReadableFile file = source().openFile(Name.of("file"))) {
      assertThat(file.read(new byte[1], 0, 1)).isEqualTo(-1);
      assertThat(file.read(new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  default void readsIntoNoMoreOfTheArrayThanItMay() throws IOException {
    write(sourceRoot().resolve("file"), "abcdef");
    try (ReadableFile file = source().openFile(Name.of("file"))) {
      byte[] buffer = {'-', '-', '-', '-', '-'};
      assertThat(file.read(buffer, 2, 2)).isEqualTo(2);
      assertThat(buffer).asString().isEqualTo("--ab-");
    }
  }

  @Test
  default void anOpenFileShowsItsStampAnew() throws IOException {
    write(sourceRoot().resolve("file"), "12345");
    try (ReadableFile file = source().openFile(Name.of("file"))) {
      Entry.File before = file.entry();
      assertThat(before).isEqualTo(entry(source(), "file"));
      assertThat(file.entry()).isEqualTo(before);
      write(sourceRoot().resolve("file"), "1234567");
      assertThat(file.entry().stamp()).isNotEqualTo(before.stamp());
      assertThat(file.entry().size()).isEqualTo(7);
    }
  }

  @Test
  default void aFileReplacedWhileOpenIsStillReadButNotTakenForTheNewOne() throws IOException {
    write(sourceRoot().resolve("file"), "old");
    write(sourceRoot().resolve("other"), "new");
    try (ReadableFile file = source().openFile(Name.of("file"))) {
      Entry.File before = file.entry();
      Files.move(
          sourceRoot().resolve("other"),
          sourceRoot().resolve("file"),
          StandardCopyOption.REPLACE_EXISTING);
      byte[] buffer = new byte[9];
      assertThat(file.read(buffer, 0, 9)).isEqualTo(3);
      assertThat(buffer).asString().startsWith("old");
      boolean confined = capabilities().confined();
      assertThat(file.entry().stamp().id().equals(before.stamp().id())).isEqualTo(confined);
    }
  }

  @Test
  default void doesNotOpenAMissingFile() {
    assertThatThrownBy(() -> source().openFile(Name.of("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  default void doesNotOpenALinkToAFile() throws IOException {
    write(sourceRoot().resolve("file"), "");
    link(sourceRoot().resolve("link"), "file");
    assertThatThrownBy(() -> source().openFile(Name.of("link"))).isInstanceOf(IOException.class);
  }

  @Test
  default void doesNotOpenAFolderAsAFile() throws IOException {
    Files.createDirectory(sourceRoot().resolve("folder"));
    assertThatThrownBy(() -> openAndLook("folder")).isInstanceOf(IOException.class);
  }

  @Test
  default void readsWhereASymbolicLinkPoints() throws IOException {
    for (String target :
        new String[] {"file", "../up", "/abs/olute", ".", "..", "a\nb", "./x/.."}) {
      Files.deleteIfExists(sourceRoot().resolve("link"));
      link(sourceRoot().resolve("link"), target);
      assertThat(source().readSymlink(Name.of("link"))).isEqualTo(LinkTarget.of(target));
    }
  }

  @Test
  default void doesNotReadAFileAsALink() throws IOException {
    write(sourceRoot().resolve("file"), "");
    assertThatThrownBy(() -> source().readSymlink(Name.of("file"))).isInstanceOf(IOException.class);
  }

  @Test
  default void aFileBelowASwappedFolderIsNotReadThroughTheLink() throws IOException {
    write(Files.createDirectory(workspace().resolve("outside")).resolve("file"), "secret");
    write(Files.createDirectory(sourceRoot().resolve("folder")).resolve("file"), "own");
    try (SourceDirectory folder = source().openDirectory(Name.of("folder"))) {
      Files.move(sourceRoot().resolve("folder"), sourceRoot().resolve("moved"));
      link(sourceRoot().resolve("folder"), "../outside");
      refusedUnlessConfined(() -> assertThat(read(folder, "file")).isEqualTo("own"));
    }
  }
}
