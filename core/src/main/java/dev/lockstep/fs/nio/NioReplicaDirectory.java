package dev.lockstep.fs.nio;

import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A folder of the replica. */
final class NioReplicaDirectory extends NioDirectory implements ReplicaDirectory {
  private final MetadataWriter writer;
  private final Unforced unforced;

  NioReplicaDirectory(OpenFolder folder, MetadataWriter writer, Unforced unforced) {
    super(folder);
    this.writer = writer;
    this.unforced = unforced;
  }

  @Override
  public ReplicaDirectory openDirectory(Name name) throws IOException {
    return new NioReplicaDirectory(folder().openFolder(name), writer, unforced);
  }

  @Override
  public StagedFile stageFile(Name name, long size) throws IOException {
    var options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    var rights = folder().access().attributes().ownersOnly(Kind.FILE);
    var made =
        Staging.make(
            folder(), name, Kind.FILE, path -> Files.newByteChannel(path, options, rights));
    return new NioStagedFile(made.result(), made.staging(), writer);
  }

  @Override
  public StagedDirectory stageDirectory(Name name) throws IOException {
    var rights = folder().access().attributes().ownersOnly(Kind.DIRECTORY);
    var made =
        Staging.make(folder(), name, Kind.DIRECTORY, path -> Files.createDirectory(path, rights));
    return NioStagedDirectory.of(made.staging(), writer, unforced);
  }

  @Override
  public Staged stageSymlink(Name name, LinkTarget target) throws IOException {
    Path pointed = folder().access().spelling().path(target);
    try {
      var made =
          Staging.make(
              folder(), name, Kind.SYMLINK, path -> Files.createSymbolicLink(path, pointed));
      return new NioStagedSymlink(made.staging(), writer);
    } catch (UnsupportedOperationException e) {
      throw Uncarriable.because("the replica's file system has no symbolic links", e);
    }
  }

  @Override
  public Staged stageLink(Name name, ReplicaDirectory folder, Name existing, FileId id)
      throws IOException {
    return NioStagedLink.of(folder(), name, ((NioReplicaDirectory) folder).folder(), existing, id);
  }

  @Override
  public void moveHere(Name name, ReplicaDirectory holder, Name existing, FileId id)
      throws IOException {
    OpenFolder from = ((NioReplicaDirectory) holder).folder();
    from.check();
    folder().check();
    Path old = from.child(existing);
    Path now = folder().child(name);
    if (!folder().access().attributes().look(old).id().equals(id)) {
      throw new NoSuchFileException(old.toString(), null, "it was exchanged during the run");
    }
    // RACE: what takes the name after this look is replaced; a folder only if it is empty.
    if (folder().access().attributes().kindIfPresent(now).isPresent()) {
      throw new FileAlreadyExistsException(now.toString());
    }
    try {
      Files.move(old, now, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw Uncarriable.because("it would move to another file system", e);
    }
  }

  @Override
  public void remove(Name name, Kind kind) throws IOException {
    folder().check();
    Path path = folder().child(name);
    Kinds.require(kind, folder().access().attributes().look(path).kind(), path);
    // RACE: what takes the entry's place after this look is removed in its stead, be it of another
    // kind; a folder only if it is empty.
    Files.delete(path);
  }

  @Override
  public void setMetadata(Name name, Kind kind, Metadata metadata) throws IOException {
    folder().check();
    Path path = folder().child(name);
    writer.write(path, kind, metadata);
    if (kind == Kind.FILE || kind == Kind.DIRECTORY) {
      unforced.add(path);
    }
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    folder().check();
    writer.write(folder().place().path(), Kind.DIRECTORY, metadata);
    unforced.add(folder().place().path());
  }

  @Override
  public long freeBytes() throws IOException {
    folder().check();
    return Files.getFileStore(folder().place().path()).getUsableSpace();
  }

  @Override
  public void grantAccess() throws IOException {
    Found found = folder().check();
    folder().access().attributes().grantOwner(folder().place().path(), found);
  }
}
