package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.testkit.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a backend keeps on the real file systems of a Unix, beyond {@link TreeContract}. */
public interface UnixContract extends LinkContract {
  /** A letter in Latin-1, a lone surrogate, a byte of no encoding: no valid UTF-8. */
  Name NO_TEXT =
      Name.of(
          new byte[] {(byte) 0xfc, 'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '%', (byte) 0xff});

  @Test
  default void namesThatAreNoTextAreListedAndMadeByteForByte() throws IOException {
    Name name = NO_TEXT;
    Files.createFile(raw(sourceRoot(), NO_TEXT));
    assertThat(listed(source())).containsExactly(name);
    assertThat(source().entry(name)).map(Entry::kind).contains(Kind.FILE);

    try (StagedDirectory folder = replica().stageDirectory(name)) {
      create(folder.directory(), "file", "text");
      folder.commit();
      folder.directory().close();
    }
    assertThat(raw(replicaRoot(), NO_TEXT)).isDirectory();
    try (ReplicaDirectory folder = replica().openDirectory(name)) {
      assertThat(read(folder, "file")).isEqualTo("text");
      folder.remove(Name.of("file"), Kind.FILE);
    }
    replica().remove(name, Kind.DIRECTORY);
    assertThat(names(replicaRoot())).isEmpty();
  }

  @Test
  default void theReplacementCharacterIsANameLikeAnyOther() throws IOException {
    write(sourceRoot().resolve("\ufffd"), "text");
    assertThat(listed(source())).containsExactly(Name.of("\ufffd"));
    assertThat(read(source(), "\ufffd")).isEqualTo("text");
  }

  @Test
  default void targetsThatAreNoTextAreKeptByteForByte() throws IOException {
    for (String before : new String[] {"", "../", "/", "/a/../"}) {
      LinkTarget target = target(before);
      try (Staged link = replica().stageSymlink(Name.of("link"), target)) {
        link.commit();
      }
      assertThat(replica().readSymlink(Name.of("link"))).isEqualTo(target);
    }
    Path outside = raw(workspace(), NO_TEXT);
    Files.createFile(outside);
    try (Staged link = replica().stageSymlink(Name.of("up"), target("../"))) {
      link.commit();
    }
    assertThat(Files.isSameFile(replicaRoot().resolve("up"), outside)).isTrue();
  }

  @Test
  default void aRootOfANameThatIsNoTextIsOpened() throws IOException {
    Path root = raw(workspace(), NO_TEXT);
    provider().createRoot(root);
    assertThat(provider().inspect(root)).isInstanceOf(RootState.Folder.class);
    try (ReplicaTree tree = provider().openReplica(root);
        ReplicaDirectory directory = tree.openRoot()) {
      create(directory, "file", "text");
    }
    assertThat(names(root)).containsExactly("file");
  }

  @Test
  default void allTwelveBitsOfAModeAreKept() throws IOException {
    create(replica(), "file", "text");
    Files.createDirectory(replicaRoot().resolve("folder"));
    for (int mode : new int[] {07777, 04711, 02755, 01777, 0444, 0, 0200, 0600}) {
      replica().setMetadata(Name.of("file"), Kind.FILE, own(mode));
      replica().setMetadata(Name.of("folder"), Kind.DIRECTORY, own(mode));
      assertThat(mode(replicaRoot().resolve("file"))).isEqualTo(mode);
      assertThat(mode(replicaRoot().resolve("folder"))).isEqualTo(mode);
      assertThat(entry(replica(), "file").metadata().mode()).isEqualTo(mode);
      assertThat(time(replicaRoot().resolve("file"))).isEqualTo(MOMENT);
    }
  }

  @Test
  default void aModeIsSetWhateverTheMaskSays() throws IOException {
    try (StagedFile file = staged(replica(), "file", "text")) {
      file.setMetadata(own(0666));
      file.commit();
    }
    assertThat(mode(replicaRoot().resolve("file"))).isEqualTo(0666);
  }

  @Test
  default void aModeIsNotInheritedFromAFolderWithSetgid() throws IOException {
    replica().setMetadata(own(02770));
    try (StagedDirectory folder = replica().stageDirectory(Name.of("folder"))) {
      folder.setMetadata(own(0750));
      folder.commit();
      folder.directory().close();
    }
    assertThat(mode(replicaRoot().resolve("folder"))).isEqualTo(0750);
  }

  @Test
  default void ownersAreGivenWhereTheyAreCarriedAndElsePassedOver() throws IOException {
    boolean owners = capabilities().carried().owners();
    assertThat(owners).isEqualTo(Machine.isRoot());
    Object before = Files.getAttribute(replicaRoot(), "unix:uid");
    Metadata wanted = new Metadata(06755, 12_345, 54_321, MOMENT);
    try (StagedFile file = staged(replica(), "file", "text");
        Staged link = replica().stageSymlink(Name.of("link"), LinkTarget.of("file"))) {
      file.setMetadata(wanted);
      link.setMetadata(new Metadata(Metadata.UNKNOWN, 23_456, 65_432, MOMENT));
      file.commit();
      link.commit();
    }
    Path file = replicaRoot().resolve("file");
    Path link = replicaRoot().resolve("link");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(owners ? 12_345 : before);
    assertThat(Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(owners ? 23_456 : before);
    if (owners) {
      assertThat(entry(replica(), "file").metadata()).isEqualTo(wanted);
      assertThat(entry(replica(), "link").metadata().group()).isEqualTo(65_432);
      Metadata handedOn = new Metadata(06755, 111, 222, MOMENT);
      replica().setMetadata(Name.of("file"), Kind.FILE, handedOn);
      assertThat(entry(replica(), "file").metadata()).isEqualTo(handedOn);
    }
    assertThat(time(link)).isEqualTo(MOMENT);
  }

  @Test
  default void theRunningUserIsKnown() throws IOException {
    assertThat(capabilities().carried().user().user())
        .isEqualTo(Files.getAttribute(replicaRoot(), "unix:uid"));
  }

  @Test
  default void anEntryShowsHowManyNamesAFileHas() throws IOException {
    write(sourceRoot().resolve("one"), "text");
    Files.createLink(sourceRoot().resolve("two"), sourceRoot().resolve("one"));
    Entry.File one = (Entry.File) entry(source(), "one");
    assertThat(one.links()).isEqualTo(2);
    assertThat(one.stamp().id()).isEqualTo(entry(source(), "two").stamp().id());
  }

  @Test
  default void aStampShowsAChangeThatKeepsSizeAndTime() throws IOException {
    Path file = write(sourceRoot().resolve("file"), "text");
    setTime(file, MOMENT);
    var before = entry(source(), "file").stamp();
    write(file, "TEXT");
    setTime(file, MOMENT);
    assertThat(entry(source(), "file").stamp().changed())
        .isNotNull()
        .isNotEqualTo(before.changed());
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  default void aFifoIsSpecialAndIsNeitherOpenedNorWaitedFor() throws IOException {
    Machine.run("mkfifo", sourceRoot().resolve("fifo").toString());
    Machine.run("mkfifo", replicaRoot().resolve("fifo").toString());
    assertThat(entry(source(), "fifo").kind()).isEqualTo(Kind.SPECIAL);
    assertThatThrownBy(() -> openAndLook("fifo")).isInstanceOf(IOException.class);
    try {
      replica().setMetadata(Name.of("fifo"), Kind.SPECIAL, own(0640));
    } catch (UncarriableException e) {
      assertThat(e.getReason()).isNotBlank();
    }
    replica().remove(Name.of("fifo"), Kind.SPECIAL);
    assertThat(names(replicaRoot())).isEmpty();
  }

  @Test
  default void whereAFileSystemIsMountedItBegins() throws IOException {
    for (String mount : new String[] {"/", "/proc"}) {
      try (SourceTree tree = provider().openSource(Path.of(mount));
          SourceDirectory root = tree.openRoot()) {
        assertThat(root.isFileSystemRoot()).as(mount).isTrue();
      }
    }
  }

  @Test
  default void theFileSystemsMountedBelowAFolderAreRegionsOfItsOwn() throws IOException {
    var top = (RootState.Folder) provider().inspect(Path.of("/"));
    var proc = (RootState.Folder) provider().inspect(Path.of("/proc"));
    assertThat(top.regions()).contains(proc.regions().getFirst());
    assertThat(top.regions().getFirst()).isNotEqualTo(proc.regions().getFirst());
    assertThat(top.regions().getFirst().path()).isAbsolute();
  }

  @Test
  @Tag("full")
  default void theSameFolderMountedTwiceIsOneRegion() throws IOException {
    Path inner = Files.createDirectories(sourceRoot().resolve("inner/most"));
    Path mount = raw(workspace(), Name.of(new byte[] {'a', ' ', '\\', (byte) 0xff, '\n'}));
    Files.createDirectory(mount);
    Path way = link(workspace().resolve("way"), ".").resolveSibling("mounted");
    Files.createSymbolicLink(way, mount.getFileName());
    try (var _ = Machine.mount(sourceRoot().resolve("inner"), way, "--bind")) {
      Region region = ((RootState.Folder) provider().inspect(way)).regions().getFirst();
      Region source = ((RootState.Folder) provider().inspect(sourceRoot())).regions().getFirst();
      assertThat(region.overlaps(source)).isTrue();
      assertThat(((RootState.Folder) provider().inspect(way.resolve("most"))).regions())
          .isEqualTo(((RootState.Folder) provider().inspect(inner)).regions());
      assertThat(
              ((RootState.Missing) provider().inspect(way.resolve("new")))
                  .region()
                  .overlaps(source))
          .isTrue();
    }
  }

  @Test
  @Tag("full")
  default void aReadOnlyMountIsNotWritable() throws IOException {
    try (var _ = Machine.mount(Path.of("none"), replicaRoot(), "-ttmpfs", "-oro")) {
      var folder = (RootState.Folder) provider().inspect(replicaRoot());
      assertThat(folder.readable()).isTrue();
      assertThat(folder.writable()).isFalse();
      var missing = (RootState.Missing) provider().inspect(replicaRoot().resolve("missing"));
      assertThat(missing.writable()).isFalse();
    }
  }

  @Test
  default void anOrdinaryUserMeetsTheSameBackend() throws Exception {
    JavaProcess.asOrdinaryUser(OrdinaryUser.class, provider().getClass().getName());
  }

  @Test
  default void namesDoNotDependOnTheLocale() throws Exception {
    Name letter = Name.of("\u00fc");
    Files.createFile(raw(sourceRoot(), letter));
    Files.createFile(raw(sourceRoot(), NO_TEXT));
    JavaProcess.inTheCLocale(
        CLocale.class,
        provider().getClass().getName(),
        sourceRoot().toString(),
        replicaRoot().toString());
    assertThat(listed(replica())).isEqualTo(listed(source())).hasSize(2);
    assertThat(replica().readSymlink(letter)).isEqualTo(LinkTarget.of(letter.toBytes()));
  }

  /** The path of an entry whose name is these bytes. */
  default Path raw(Path folder, Name name) {
    var uri = new StringBuilder(folder.toUri().toString());
    if (uri.charAt(uri.length() - 1) != '/') {
      uri.append('/');
    }
    for (byte b : name.toBytes()) {
      uri.append(String.format("%%%02X", b & 0xff));
    }
    return Path.of(URI.create(uri.toString()));
  }

  private Metadata own(int mode) {
    return metadata(mode, MOMENT);
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }

  /** A target that ends in {@link #NO_TEXT}. */
  private static LinkTarget target(String before) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(NO_TEXT.toBytes());
    return LinkTarget.of(bytes.toByteArray());
  }
}
