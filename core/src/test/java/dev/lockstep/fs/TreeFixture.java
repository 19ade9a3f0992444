package dev.lockstep.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Entry;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the contract's tests need: a backend, and a source and a replica to look at from outside.
 * {@link TreeContract} has most of it.
 */
public interface TreeFixture {
  /** A time with nanoseconds. */
  Instant MOMENT = Instant.parse("2021-03-04T05:06:07.123456789Z");

  /** The backend under test. */
  TreeProvider provider();

  /** A folder of this test alone, as a real path. */
  Path workspace();

  /** The source's root, empty at first. */
  default Path sourceRoot() {
    return workspace().resolve("source");
  }

  /** The replica's root, empty at first. */
  default Path replicaRoot() {
    return workspace().resolve("replica");
  }

  /** The source's root, opened by the backend. */
  SourceDirectory source() throws IOException;

  /** The replica's root, opened by the backend. */
  ReplicaDirectory replica() throws IOException;

  /** What the backend says of the replica. */
  Capabilities capabilities() throws IOException;

  /** Whether files are numbered, so that two can be told apart. */
  default boolean numbersFiles() {
    return true;
  }

  /** Something done through the backend. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /**
   * Works on a folder of which the name now leads elsewhere: a confined backend stays in the folder
   * that it opened, another one has to notice.
   */
  default void refusedUnlessConfined(Work work) throws IOException {
    if (capabilities().confined()) {
      work.run();
    } else {
      assertThatThrownBy(work::run).isInstanceOf(IOException.class);
    }
  }

  /** Writes a file with this text. */
  default Path write(Path path, String text) throws IOException {
    return Files.write(path, text.getBytes(UTF_8));
  }

  /** Makes a symbolic link. */
  default Path link(Path path, String target) throws IOException {
    return Files.createSymbolicLink(path, path.getFileSystem().getPath(target));
  }

  /** Gives what the path leads to, a link itself, this time of modification. */
  default void setTime(Path path, Instant time) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(time), null, null);
  }

  /** The time of modification of what the path leads to, a link itself. */
  default Instant time(Path path) throws IOException {
    return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
  }

  /** The permissions, nine letters. */
  default String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  /** Metadata of this mode and time, without owners. */
  default Metadata metadata(int mode, Instant modified) {
    return new Metadata(mode, Metadata.UNKNOWN, Metadata.UNKNOWN, modified);
  }

  /** The entry of this name, which there has to be. */
  default Entry entry(ReadableDirectory folder, String name) throws IOException {
    return folder.entry(Name.of(name)).orElseThrow();
  }

  /** The names that the backend lists, sorted. */
  default List<Name> listed(ReadableDirectory folder) throws IOException {
    List<Name> names = new ArrayList<>();
    folder.list(
        new NameSink() {
          @Override
          public void name(byte[] bytes, int offset, int length) {
            names.add(Name.copyOf(bytes, offset, length));
          }

          @Override
          public void unspeakable(String shown) {
            throw new AssertionError("unspeakable: " + shown);
          }
        });
    return names.stream().sorted().toList();
  }

  /** The names that a folder has, as Java sees them from outside, sorted. */
  default List<String> names(Path folder) throws IOException {
    var names = new TreeSet<String>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(path -> names.add(path.getFileName().toString()));
    }
    return List.copyOf(names);
  }

  /** Opens a file of the source and looks at what was opened. */
  default Entry.File openAndLook(String name) throws IOException {
    try (ReadableFile file = source().openFile(Name.of(name))) {
      return file.entry();
    }
  }

  /** Reads all of a file through the backend. */
  default String read(ReadableDirectory folder, String name) throws IOException {
    try (ReadableFile file = folder.openFile(Name.of(name))) {
      var all = new ByteArrayOutputStream();
      byte[] buffer = new byte[7];
      for (int n = file.read(buffer, 1, 5); n >= 0; n = file.read(buffer, 1, 5)) {
        all.write(buffer, 1, n);
      }
      return all.toString(UTF_8);
    }
  }

  /** Stages a file with this text. */
  default StagedFile staged(ReplicaDirectory folder, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    StagedFile file = folder.stageFile(Name.of(name), bytes.length);
    file.write(bytes, 0, bytes.length);
    return file;
  }

  /** Makes a file with this text through the backend. */
  default void create(ReplicaDirectory folder, String name, String text) throws IOException {
    try (StagedFile file = staged(folder, name, text)) {
      file.commit();
    }
  }
}
