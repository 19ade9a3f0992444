package dev.lockstep.fs.nio;

import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the attributes of entries are read and set: by the widest view that the file system has. A
 * link is looked at and changed itself, never where it points.
 */
interface Attributes {
  /** What the owner of a folder needs to work in it. */
  int OWNER_ALL = 0700;

  /** The way for this file system. */
  static Attributes of(FileSystem fileSystem) {
    Set<String> views = fileSystem.supportedFileAttributeViews();
    // Only the JDK's own view of this name is known to be set and to tell the time of change; that
    // of Jimfs can do neither.
    if (views.contains("unix") && fileSystem.equals(FileSystems.getDefault())) {
      return new UnixAttributes();
    }
    return views.contains("posix") ? new PosixAttributes() : new BasicAttributes();
  }

  /**
   * Looks at what the path leads to, in one call.
   *
   * @throws NoSuchFileException if there is nothing
   */
  Found look(Path path) throws IOException;

  /** Looks at what the path leads to; empty if that is nothing. */
  default Optional<Found> lookIfPresent(Path path) throws IOException {
    try {
      return Optional.of(look(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What kind of entry the path leads to; empty without the cost of an exception. */
  default Optional<Kind> kindIfPresent(Path path) throws IOException {
    var found =
        path.getFileSystem()
            .provider()
            .readAttributesIfExists(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return Optional.ofNullable(found).map(BasicAttributes::kind);
  }

  /** Whether it is told how many names an entry has, and which they are, by their numbers. */
  default boolean tellsLinks() {
    return false;
  }

  /** Which bits of a mode can be set; 0 where there are no modes. */
  int modeBits();

  /** Sets the mode of an entry that is no link, as far as {@link #modeBits} go. */
  void setMode(Path path, int mode) throws IOException;

  /** Gives a folder's owner the right to list and change it, where that is missing. */
  default void grantOwner(Path folder, Found found) throws IOException {
    int mode = found.metadata().mode();
    if (mode != Metadata.UNKNOWN && (mode & OWNER_ALL) != OWNER_ALL) {
      setMode(folder, mode | OWNER_ALL);
    }
  }

  /** Sets user and group by their numbers, where the file system has them. */
  void setOwner(Path path, int owner, int group) throws IOException;

  /** What a new entry is made with so that only its owner may use it. */
  FileAttribute<?>[] ownersOnly(Kind kind);

  /**
   * Sets times; one that is null stays.
   *
   * <p>The JDK opens what it changes, which blocks on a fifo and may move a device: not for special
   * entries.
   */
  default void setTimes(Path path, FileTime modified, @Nullable FileTime accessed)
      throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(modified, accessed, null);
  }
}
