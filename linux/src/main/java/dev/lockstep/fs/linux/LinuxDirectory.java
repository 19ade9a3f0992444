package dev.lockstep.fs.linux;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Dirents;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statfs;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.model.Entry;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What folders of both sides have in common: an open descriptor, and reading below it. */
abstract sealed class LinuxDirectory implements ReadableDirectory
    permits LinuxSourceDirectory, LinuxReplicaDirectory {
  private static final int OPEN_FOLDER =
      Constants.O_DIRECTORY | Constants.O_NOFOLLOW | Constants.O_CLOEXEC;

  private static final byte[] DOT = {'.'};

  /** Longer names than most file systems have; for others there is made room. */
  private static final int USUAL_NAME = 256;

  private final Handle handle;
  private final Access access;
  private volatile @Nullable FileId id;

  LinuxDirectory(Handle handle, Access access) {
    this.handle = handle;
    this.access = access;
  }

  final Handle handle() {
    return handle;
  }

  final Access access() {
    return access;
  }

  final int descriptor() {
    return handle.number();
  }

  @Override
  public final void list(NameSink sink) throws IOException {
    list(false, sink);
  }

  /** Lists the names of folders only, and of what may be one where a listing tells no types. */
  final void listFolders(NameSink sink) throws IOException {
    list(true, sink);
  }

  private void list(boolean onlyFolders, NameSink sink) throws IOException {
    synchronized (handle.listing()) {
      if (handle.isPathOnly()) {
        Scratch scratch = Scratch.ofThisThread();
        long opened =
            Libc.openat(descriptor(), scratch.name().put(DOT), Constants.O_RDONLY | OPEN_FOLDER, 0);
        try (var readable = new Fd((int) Calls.require(opened, "the folder"))) {
          list(readable.number(), onlyFolders, sink);
        }
      } else {
        Calls.require(Libc.lseek(descriptor(), 0, Constants.SEEK_SET), "the folder");
        list(descriptor(), onlyFolders, sink);
      }
    }
  }

  private static void list(int folder, boolean onlyFolders, NameSink sink) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    long buffer = scratch.dirents();
    byte[] name = new byte[USUAL_NAME];
    while (true) {
      long got = Calls.require(Libc.getdents64(folder, buffer, Scratch.DIRENTS_SIZE), "the folder");
      if (got == 0) {
        return;
      }
      for (long at = buffer; at < buffer + got; at = Dirents.next(at)) {
        if (!Dirents.isDots(at) && (!onlyFolders || mayBeFolder(at))) {
          int length = Dirents.nameLength(at);
          if (length > name.length) {
            name = new byte[length];
          }
          Memory.copy(Dirents.name(at), name, 0, length);
          sink.name(name, 0, length);
        }
      }
    }
  }

  private static boolean mayBeFolder(long dirent) {
    int type = Dirents.type(dirent);
    return type == Constants.DT_DIR || type == Constants.DT_UNKNOWN;
  }

  @Override
  public final Optional<Entry> entry(Name name) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    long result = Calls.look(scratch, descriptor(), name);
    if (result == -Errno.ENOENT) {
      return Optional.empty();
    }
    Calls.require(result, name);
    return Optional.of(Looks.entry(name, scratch.statx()));
  }

  /**
   * Opens a folder in this one; one that its owner may not list is opened as a mere place, through
   * which it can be given that right.
   */
  final Handle open(Name name) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    long path = Calls.name(scratch, name);
    long result = access.openForReading(descriptor(), path, OPEN_FOLDER);
    boolean isPathOnly = result == -Errno.EACCES;
    if (isPathOnly) {
      result = Libc.openat(descriptor(), path, Constants.O_PATH | OPEN_FOLDER, 0);
    }
    if (result == -Errno.ELOOP) {
      throw new NotDirectoryException(name.toString());
    }
    return new Handle(new Fd((int) Calls.require(result, name)), isPathOnly);
  }

  @Override
  public final ReadableFile openFile(Name name) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    long result = access.openForReading(descriptor(), Calls.name(scratch, name), Calls.OPEN);
    if (result == -Errno.EAGAIN) {
      result = openLeased(name);
    }
    if (result == -Errno.ELOOP || result == -Errno.ENXIO) {
      throw new FileSystemException(name.toString(), null, "is no regular file");
    }
    return new LinuxReadableFile(new Fd((int) Calls.require(result, name)), name);
  }

  /**
   * Opens a file that somebody holds a lease of (fcntl(2)): he is asked to give it back, which may
   * take its time. It is fixed as a file before, since nothing else is to be waited for.
   */
  private long openLeased(Name name) throws IOException {
    try (Handle place = Handle.ofPlace(descriptor(), name)) {
      Scratch scratch = Scratch.ofThisThread();
      Calls.lookAt(scratch, place.number(), name);
      return Looks.kind(scratch.statx()) == Kind.FILE ? place.openForReading() : -Errno.ENXIO;
    }
  }

  @Override
  public final LinkTarget readSymlink(Name name) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    long buffer = scratch.io();
    long length = Libc.readlinkat(descriptor(), Calls.name(scratch, name), buffer, Scratch.IO_SIZE);
    return LinkTarget.of(Memory.toBytes(buffer, (int) Calls.require(length, name)));
  }

  @Override
  public final ExtendedAttributes attributes(Name name) throws IOException {
    return XattrReader.read(descriptor(), name);
  }

  @Override
  public final ExtendedAttributes attributes() throws IOException {
    return XattrReader.read(handle);
  }

  @Override
  public final FileId id() throws IOException {
    FileId known = id;
    if (known == null) {
      known = Looks.id(look());
      id = known;
    }
    return known;
  }

  @Override
  public final Metadata metadata() throws IOException {
    return Looks.metadata(look());
  }

  @Override
  public final boolean isFileSystemRoot() throws IOException {
    return (Statx.attributes(look()) & Constants.STATX_ATTR_MOUNT_ROOT) != 0;
  }

  @Override
  public final StampEvidence stampEvidence() throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.require(Libc.fstatfs(descriptor(), scratch.statfs()), "the folder");
    FileSystemType type = FileSystemType.of(Statfs.type(scratch.statfs()));
    long statx = look();
    return type.stampEvidence(Statx.devMajor(statx) + ":" + Statx.devMinor(statx));
  }

  /** Looks at the folder itself; gives the address of the filled buffer. */
  final long look() throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.lookAt(scratch, descriptor(), "the folder");
    return scratch.statx();
  }

  @Override
  public final void close() {
    handle.close();
  }
}
