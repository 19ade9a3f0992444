package dev.lockstep.fs.nio;

import dev.lockstep.fs.Staged;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** One more name for an entry, staged. */
final class NioStagedLink implements Staged {
  private final Staging staging;

  private NioStagedLink(Staging staging) {
    this.staging = staging;
  }

  /** Gives the holder's entry a staged name in the folder. */
  static NioStagedLink of(OpenFolder folder, Name name, OpenFolder holder, Name existing, FileId id)
      throws IOException {
    Attributes attributes = folder.access().attributes();
    if (!attributes.tellsLinks()) {
      throw new UncarriableException("the portable backend makes hard links on disks only");
    }
    holder.check();
    Path entry = holder.child(existing);
    Found found = attributes.look(entry);
    requireSame(found, id, entry);
    if (found.kind() == Kind.DIRECTORY) {
      throw new FileSystemException(entry.toString(), null, "is a folder, which has one name only");
    }
    var made =
        Staging.make(
            folder,
            name,
            found.kind(),
            path -> {
              link(path, entry);
              requireLinked(attributes, path, id);
              return path;
            });
    return new NioStagedLink(made.staging());
  }

  private static void link(Path path, Path entry) throws IOException {
    try {
      Files.createLink(path, entry);
    } catch (UnsupportedOperationException e) {
      throw Uncarriable.because("the replica's file system has no hard links", e);
    } catch (FileSystemException e) {
      throw refused(e);
    }
  }

  /**
   * Java tells these apart by the system's words alone; in other languages they stay as they are.
   */
  private static IOException refused(FileSystemException e) {
    String reason = e.getReason() == null ? "" : e.getReason();
    return switch (reason) {
      case "Too many links" ->
          Uncarriable.because("the replica's file system allows no more names for one file", e);
      case "Operation not permitted", "Operation not supported" ->
          Uncarriable.because("the replica's system does not permit a hard link to it", e);
      case "Invalid cross-device link" ->
          Uncarriable.because("a hard link cannot lead to another file system", e);
      default -> e;
    };
  }

  /** What took the entry's place between the look and the link is given no name of ours. */
  private static void requireLinked(Attributes attributes, Path path, FileId id)
      throws IOException {
    try {
      requireSame(attributes.look(path), id, path);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private static void requireSame(Found found, FileId id, Path path) throws IOException {
    if (!found.id().equals(id)) {
      throw new NoSuchFileException(path.toString(), null, "it was exchanged during the run");
    }
  }

  @Override
  public void setMetadata(Metadata metadata) {
    throw new IllegalStateException("an entry of several names has the metadata that it has");
  }

  @Override
  public void commit() throws IOException {
    staging.commitLink();
  }

  @Override
  public Name commitDisplacing() throws IOException {
    return staging.commitDisplacing();
  }

  @Override
  public void close() throws IOException {
    staging.discard();
  }
}
