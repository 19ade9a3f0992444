package dev.lockstep.fs.nio;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that was opened, and what can be read in it. It holds nothing open: it is a place and
 * the identity of the folder that was found there.
 */
final class OpenFolder {
  private final Access access;
  private final Place place;
  private final FileId id;

  private OpenFolder(Access access, Place place, FileId id) {
    this.access = access;
    this.place = place;
    this.id = id;
  }

  /**
   * Opens the folder at this place.
   *
   * @throws NotDirectoryException if something else is there, be it a link to a folder
   */
  static OpenFolder open(Access access, Place place) throws IOException {
    Path path = place.path();
    Found found = access.attributes().look(path);
    if (found.kind() != Kind.DIRECTORY) {
      throw new NotDirectoryException(path.toString());
    }
    return new OpenFolder(access, place, found.id());
  }

  Access access() {
    return access;
  }

  Place place() {
    return place;
  }

  /** Where the entry of this name is. */
  Path child(Name name) throws UncarriableException {
    return place.path().resolve(access.spelling().path(name));
  }

  /**
   * Makes sure that the path still leads to the folder that was opened.
   *
   * <p>RACE: a folder on the way that is swapped for another, or for a link, after this and before
   * the use leads that one use elsewhere. For file systems that number nothing, any folder passes.
   */
  Found check() throws IOException {
    Path path = place.path();
    Found found = access.attributes().look(path);
    if (found.kind() != Kind.DIRECTORY || !found.id().equals(id)) {
      throw new FileSystemException(
          path.toString(), null, "the folder was replaced by something else meanwhile");
    }
    return found;
  }

  void list(NameSink sink) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(place.path())) {
      // After opening, since that follows a link which took the folder's place.
      check();
      for (Path path : stream) {
        access.spelling().hand(path.getFileName(), sink);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** RACE: not preceded by a check, for its cost; what acts upon the answer checks. */
  Optional<Entry> entry(Name name) throws IOException {
    return access.attributes().lookIfPresent(child(name)).map(found -> found.as(name));
  }

  OpenFolder openFolder(Name name) throws IOException {
    OpenFolder opened = open(access, place.resolve(access.spelling().path(name)));
    check();
    return opened;
  }

  ReadableFile openFile(Name name) throws IOException {
    Path path = child(name);
    // RACE: a fifo that takes the file's place after this look blocks the opening.
    Found found = access.attributes().look(path);
    Kinds.require(Kind.FILE, found.kind(), path);
    var channel =
        Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    try {
      check();
      return new NioReadableFile(channel, access.attributes(), path, name);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  LinkTarget readSymlink(Name name) throws IOException {
    Path target = Files.readSymbolicLink(child(name));
    check();
    return access.spelling().target(target);
  }

  FileId id() {
    return id;
  }

  Metadata metadata() throws IOException {
    return check().metadata();
  }

  /** How far stamps can be trusted here; where they tell no time of change, not at all. */
  StampEvidence stampEvidence() throws IOException {
    Path path = place.path();
    boolean tellsChanges =
        path.getFileSystem().equals(FileSystems.getDefault())
            && path.getFileSystem().supportedFileAttributeViews().contains("unix");
    return tellsChanges ? Timekeeping.of(Files.getFileStore(path).type()) : StampEvidence.WEAK;
  }

  /**
   * Whether the parent is on another file system, or something was mounted here when the tree was
   * opened.
   *
   * <p>RACE: a folder from within the file system that is mounted here later goes unnoticed.
   */
  boolean isFileSystemRoot() throws IOException {
    Path path = place.path();
    if (path.equals(path.getRoot()) || access.regions().isMountPoint(path)) {
      return true;
    }
    Found parent = access.attributes().look(path.resolve(".."));
    return parent.id().fileSystem() != check().id().fileSystem();
  }
}
