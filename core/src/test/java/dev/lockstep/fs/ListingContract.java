package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be seen of a folder and its entries. */
interface ListingContract extends TreeFixture {
  @Test
  default void listsEveryNameButDotAndDotDot() throws IOException {
    List<Name> all =
        Stream.of(
                "-rf",
                "..x",
                "...",
                " ",
                "a\nb",
                "\u001b[2J",
                "\\",
                "*?",
                "e\u0301",
                "\u00e9",
                "\ud83d\ude00",
                ".lockstep-0123456789abcdef",
                "n".repeat(255))
            .map(Name::of)
            .toList();
    for (Name name : all) {
      write(sourceRoot().resolve(name.text()), "");
    }

    assertThat(listed(source())).isEqualTo(all.stream().sorted().toList());
  }

  @Test
  default void listsAnEmptyFolderAsEmpty() throws IOException {
    assertThat(listed(source())).isEmpty();
  }

  @Test
  default void listsAgainWhatIsThereNow() throws IOException {
    write(sourceRoot().resolve("one"), "");
    assertThat(listed(source())).containsExactly(Name.of("one"));
    write(sourceRoot().resolve("two"), "");
    assertThat(listed(source())).containsExactly(Name.of("one"), Name.of("two"));
  }

  @Test
  default void listsAFolderTooWideForOneRead() throws IOException {
    List<Name> all = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      String text = "a-name-of-some-length-" + i;
      write(sourceRoot().resolve(text), "");
      all.add(Name.of(text));
    }
    all.sort(null);
    assertThat(listed(source())).isEqualTo(all);
  }

  @Test
  default void listedBytesAreValidOnlyDuringTheCallAndMayBeScribbledOver() throws IOException {
    write(sourceRoot().resolve("one"), "");
    write(sourceRoot().resolve("two"), "");
    List<Name> names = new ArrayList<>();
    source()
        .list(
            new NameSink() {
              @Override
              public void name(byte[] bytes, int offset, int length) {
                names.add(Name.copyOf(bytes, offset, length));
                Arrays.fill(bytes, offset, offset + length, (byte) 'x');
              }

              @Override
              public void unspeakable(String shown) {
                throw new AssertionError(shown);
              }
            });
    assertThat(names).containsExactlyInAnyOrder(Name.of("one"), Name.of("two"));
  }

  @Test
  default void whatASinkThrowsPassesThroughTheListing() throws IOException {
    write(sourceRoot().resolve("one"), "");
    NameSink full =
        new NameSink() {
          @Override
          public void name(byte[] bytes, int offset, int length) {
            throw new IllegalStateException("full");
          }

          @Override
          public void unspeakable(String shown) {
            throw new AssertionError(shown);
          }
        };
    assertThatThrownBy(() -> source().list(full)).isInstanceOf(IllegalStateException.class);
    assertThat(listed(source())).containsExactly(Name.of("one"));
  }

  @Test
  default void anEntryOfNoSuchNameIsEmpty() throws IOException {
    assertThat(source().entry(Name.of("missing"))).isEmpty();
  }

  @Test
  default void anEntryShowsKindSizeAndTime() throws IOException {
    write(sourceRoot().resolve("file"), "12345");
    Files.createDirectory(sourceRoot().resolve("folder"));
    setTime(sourceRoot().resolve("file"), MOMENT);
    setTime(sourceRoot().resolve("folder"), MOMENT);

    Entry.File file = (Entry.File) entry(source(), "file");
    assertThat(file.size()).isEqualTo(5);
    assertThat(file.links()).isEqualTo(1);
    assertThat(file.metadata().modified()).isEqualTo(MOMENT);
    assertThat(file.stamp().modified()).isEqualTo(MOMENT);
    Entry folder = entry(source(), "folder");
    assertThat(folder).isInstanceOf(Entry.Directory.class);
    assertThat(folder.metadata().modified()).isEqualTo(MOMENT);
    assertThat(folder.stamp().size()).isZero();
  }

  @Test
  default void anEntryIsLookedAtWithoutFollowingIt() throws IOException {
    write(sourceRoot().resolve("file"), "12345");
    link(sourceRoot().resolve("link"), "file");
    link(sourceRoot().resolve("dangling"), "nowhere");

    Entry link = entry(source(), "link");
    assertThat(link.kind()).isEqualTo(Kind.SYMLINK);
    assertThat(link.metadata().mode()).isEqualTo(Metadata.UNKNOWN);
    assertThat(link.stamp().size()).isZero();
    assertThat(entry(source(), "dangling").kind()).isEqualTo(Kind.SYMLINK);
  }

  @Test
  default void differentEntriesHaveDifferentIdsAndEachKeepsItsOwn() throws IOException {
    write(sourceRoot().resolve("one"), "");
    write(sourceRoot().resolve("two"), "");
    FileId one = entry(source(), "one").stamp().id();
    assertThat(one.isKnown()).isEqualTo(numbersFiles());
    assertThat(entry(source(), "one").stamp().id()).isEqualTo(one);
    if (numbersFiles()) {
      assertThat(entry(source(), "two").stamp().id()).isNotEqualTo(one);
    }
    Files.move(sourceRoot().resolve("one"), sourceRoot().resolve("renamed"));
    assertThat(entry(source(), "renamed").stamp().id()).isEqualTo(one);
  }

  @Test
  default void anUntouchedEntryHasTheSameStampAgain() throws IOException {
    write(sourceRoot().resolve("file"), "12345");
    assertThat(entry(source(), "file")).isEqualTo(entry(source(), "file"));
  }

  @Test
  default void aWrittenFileHasAnotherStamp() throws IOException {
    write(sourceRoot().resolve("file"), "12345");
    setTime(sourceRoot().resolve("file"), MOMENT);
    var before = entry(source(), "file").stamp();
    write(sourceRoot().resolve("file"), "54321");
    assertThat(entry(source(), "file").stamp()).isNotEqualTo(before);
  }

  @Test
  default void opensAFolderInThisOne() throws IOException {
    write(Files.createDirectories(sourceRoot().resolve("a/b")).resolve("file"), "deep");
    try (SourceDirectory a = source().openDirectory(Name.of("a"));
        SourceDirectory b = a.openDirectory(Name.of("b"))) {
      assertThat(listed(b)).containsExactly(Name.of("file"));
      assertThat(read(b, "file")).isEqualTo("deep");
      assertThat(b.id()).isEqualTo(entry(a, "b").stamp().id());
      assertThat(b.metadata()).isEqualTo(entry(a, "b").metadata());
    }
  }

  @Test
  default void doesNotOpenALinkToAFolder() throws IOException {
    Files.createDirectory(sourceRoot().resolve("folder"));
    link(sourceRoot().resolve("link"), "folder");
    assertThatThrownBy(() -> source().openDirectory(Name.of("link")))
        .isInstanceOf(NotDirectoryException.class);
  }

  @Test
  default void doesNotOpenAFileAsAFolder() throws IOException {
    write(sourceRoot().resolve("file"), "");
    assertThatThrownBy(() -> source().openDirectory(Name.of("file")))
        .isInstanceOf(NotDirectoryException.class);
  }

  @Test
  default void doesNotOpenAMissingFolder() {
    assertThatThrownBy(() -> source().openDirectory(Name.of("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  default void aFolderInTheMiddleOfAFileSystemIsNotItsRoot() throws IOException {
    assertThat(source().isFileSystemRoot()).isFalse();
  }

  @Test
  default void aFolderSwappedForALinkIsNotListedThroughIt() throws IOException {
    write(Files.createDirectory(workspace().resolve("outside")).resolve("secret"), "secret");
    write(Files.createDirectory(sourceRoot().resolve("folder")).resolve("file"), "own");
    try (SourceDirectory folder = source().openDirectory(Name.of("folder"))) {
      Files.move(sourceRoot().resolve("folder"), sourceRoot().resolve("moved"));
      link(sourceRoot().resolve("folder"), "../outside");
      refusedUnlessConfined(() -> assertThat(listed(folder)).containsExactly(Name.of("file")));
    }
  }
}
