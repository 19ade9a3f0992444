package dev.lockstep.fs.linux;

import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
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
import dev.lockstep.model.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** A folder of the replica. */
final class LinuxReplicaDirectory extends LinuxDirectory implements ReplicaDirectory {
  private static final int OWNER_FILE = 0600;
  private static final int OWNER_FOLDER = 0700;

  /** Of a file in a staged folder, which only the owner may enter: mostly it can stay. */
  private static final int USUAL_FILE = 0666;

  private static final int LONGEST_TARGET = 4095;
  private static final byte[] DEFAULT_ACL =
      "system.posix_acl_default".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] COMPRESSION = "btrfs.compression".getBytes(StandardCharsets.US_ASCII);

  private final Replica replica;
  private final StagedState state;
  private volatile @Nullable Inheritance inheritance;

  LinuxReplicaDirectory(Handle handle, Replica replica, StagedState state) {
    super(handle, replica.access());
    this.replica = replica;
    this.state = state;
  }

  StagedState state() {
    return state;
  }

  Replica replica() {
    return replica;
  }

  @Override
  public ReplicaDirectory openDirectory(Name name) throws IOException {
    return new LinuxReplicaDirectory(open(name), replica, new StagedState(false));
  }

  @Override
  public StagedFile stageFile(Name name, long size) throws IOException {
    int mode = state.isStaged() ? USUAL_FILE : OWNER_FILE;
    int flags =
        Constants.O_RDWR
            | Constants.O_CREAT
            | Constants.O_EXCL
            | Constants.O_NOFOLLOW
            | Constants.O_CLOEXEC;
    Metadata has = ofNew(mode);
    var made =
        Staging.make(
            this, name, Kind.FILE, (folder, path) -> Libc.openat(folder, path, flags, mode));
    var handle = new Handle(new Fd((int) made.result()), false);
    return new LinuxStagedFile(handle, made.staging(), this, has, size);
  }

  @Override
  public StagedDirectory stageDirectory(Name name) throws IOException {
    Staging staging =
        Staging.make(
                this,
                name,
                Kind.DIRECTORY,
                (folder, path) -> Libc.mkdirat(folder, path, OWNER_FOLDER))
            .staging();
    try {
      Handle handle = open(staging.name());
      return new LinuxStagedDirectory(
          staging, new LinuxReplicaDirectory(handle, replica, new StagedState(true)));
    } catch (IOException | RuntimeException e) {
      staging.close();
      throw e;
    }
  }

  @Override
  public Staged stageSymlink(Name name, LinkTarget target) throws IOException {
    if (target.length() == 0 || target.length() > LONGEST_TARGET) {
      throw new UncarriableException("no link can have its target");
    }
    Metadata has = ofNew(Metadata.UNKNOWN);
    long pointed = Scratch.ofThisThread().path().put(target.toBytes());
    try {
      return staged(
          Staging.make(
              this, name, Kind.SYMLINK, (folder, path) -> Libc.symlinkat(pointed, folder, path)),
          Kind.SYMLINK,
          has);
    } catch (AccessDeniedException e) {
      if (replica.fileSystem() == FileSystemType.FAT) {
        throw new UncarriableException("the replica's file system has no symbolic links");
      }
      throw e;
    }
  }

  @Override
  public Staged stageSpecial(Name name, Node node) throws IOException {
    if (!replica.capabilities().specials().contains(node.type())) {
      throw new UncarriableException("the replica cannot hold it, or only root can make it");
    }
    int type =
        switch (node.type()) {
          case FIFO -> Constants.S_IFIFO;
          case SOCKET -> Constants.S_IFSOCK;
          case BLOCK_DEVICE -> Constants.S_IFBLK;
          case CHARACTER_DEVICE -> Constants.S_IFCHR;
          case OTHER -> throw new UncarriableException("it is of no known sort");
        };
    Metadata has = ofNew(OWNER_FILE);
    long device = Statx.device(node.major(), node.minor());
    return staged(
        Staging.make(
            this,
            name,
            Kind.SPECIAL,
            (folder, path) -> Libc.mknodat(folder, path, type | OWNER_FILE, device)),
        Kind.SPECIAL,
        has);
  }

  private Staged staged(Staging.Made made, Kind kind, Metadata has) {
    return new LinuxStagedEntry(made.staging(), kind, this, has);
  }

  @Override
  public Staged stageLink(Name name, ReplicaDirectory folder, Name existing, FileId id)
      throws IOException {
    var holder = (LinuxReplicaDirectory) folder;
    Staging staging = link(name, holder, existing);
    try {
      Scratch scratch = Scratch.ofThisThread();
      Calls.require(Calls.look(scratch, descriptor(), staging.name()), name);
      if (!Looks.id(scratch.statx()).equals(id)) {
        throw new NoSuchFileException(existing.toString());
      }
      return new LinuxStagedLink(staging);
    } catch (IOException | RuntimeException e) {
      staging.close();
      throw e;
    }
  }

  private Staging link(Name name, LinuxReplicaDirectory holder, Name existing) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    // A name that is free can be given at once: a link is whole from the beginning.
    long result =
        Libc.linkat(
            holder.descriptor(),
            Calls.name(scratch, existing),
            descriptor(),
            Calls.otherName(scratch, name),
            0);
    if (result >= 0) {
      return Staging.inPlace(this, name, Kind.FILE);
    }
    if (result == -Errno.ENOENT) {
      throw new NoSuchFileException(existing.toString());
    }
    if (result == -Errno.EOPNOTSUPP || result == -Errno.ENOSYS || result == -Errno.EPERM) {
      throw refusalOfLinks(result, name);
    }
    if (result != -Errno.EEXIST) {
      throw Staging.refusalToMake(result, descriptor(), name, Kind.FILE);
    }
    if (state.isStaged()) {
      throw new FileAlreadyExistsException(name.toString());
    }
    return Staging.make(
            this,
            name,
            Kind.FILE,
            (folder, path) ->
                Libc.linkat(
                    holder.descriptor(),
                    Calls.otherName(Scratch.ofThisThread(), existing),
                    folder,
                    path,
                    0))
        .staging();
  }

  /** What the manual page says of EPERM: the file system has no hard links, if nothing else. */
  private FileSystemException refusalOfLinks(long result, Name name) {
    FileSystemException refusal = Calls.refusal(result, descriptor(), name);
    return refusal instanceof AccessDeniedException || result != -Errno.EPERM
        ? new UncarriableException("the replica lets it have no other name")
        : refusal;
  }

  /** RACE: what takes the entry's name after the look at it is moved in its stead. */
  @Override
  public void moveHere(Name name, ReplicaDirectory folder, Name existing, FileId id)
      throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    int holder = ((LinuxReplicaDirectory) folder).descriptor();
    Calls.require(Calls.look(scratch, holder, existing), existing);
    if (!Looks.id(scratch.statx()).equals(id)) {
      throw new NoSuchFileException(existing.toString());
    }
    long result =
        Libc.renameat2(
            holder,
            Calls.name(scratch, existing),
            descriptor(),
            Calls.otherName(scratch, name),
            Constants.RENAME_NOREPLACE);
    if (result == -Errno.EEXIST) {
      throw new FileAlreadyExistsException(name.toString());
    }
    if (result == -Errno.EXDEV || result == -Errno.EINVAL || result == -Errno.ENOSYS) {
      throw new UncarriableException("the replica cannot move it here in one step");
    }
    Calls.require(result, name);
  }

  @Override
  public void remove(Name name, Kind kind) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.require(Calls.look(scratch, descriptor(), name), name);
    require(kind, Looks.kind(scratch.statx()), name);
    // RACE: what takes the entry's place after this look is removed in its stead, be it of another
    // kind; a folder only in a folder's place, and if it is empty.
    long result =
        Libc.unlinkat(
            descriptor(),
            Calls.name(scratch, name),
            kind == Kind.DIRECTORY ? Constants.AT_REMOVEDIR : 0);
    if (result < 0) {
      throw Calls.refusal(result, descriptor(), name);
    }
  }

  @Override
  public void setMetadata(Entry found, Metadata metadata) throws IOException {
    setMetadata(found.name(), found.kind(), found.stamp().id(), metadata);
  }

  @Override
  public void setMetadata(Name name, Kind kind, Metadata metadata) throws IOException {
    setMetadata(name, kind, FileId.UNKNOWN, metadata);
  }

  private void setMetadata(Name name, Kind kind, FileId id, Metadata metadata) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    try (var handle = Handle.ofPlace(descriptor(), name)) {
      Calls.lookAt(scratch, handle.number(), name);
      require(kind, Looks.kind(scratch.statx()), name);
      if (id.isKnown() && !Looks.id(scratch.statx()).equals(id)) {
        throw new FileSystemException(name.toString(), null, "was exchanged during the run");
      }
      Metadata has = Looks.metadata(scratch.statx());
      replica.writer().write(handle, kind, name, has, metadata);
    }
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    Metadata has = Looks.metadata(look());
    try {
      replica.writer().write(handle(), Kind.DIRECTORY, "the folder", has, metadata);
    } finally {
      inheritance = null;
    }
  }

  @Override
  public long freeBytes() throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.require(Libc.fstatfs(descriptor(), scratch.statfs()), "the folder");
    return Statfs.bavail(scratch.statfs()) * Statfs.frsize(scratch.statfs());
  }

  @Override
  public void grantAccess() throws IOException {
    int mode = Statx.mode(look()) & 07777;
    if ((mode & OWNER_FOLDER) != OWNER_FOLDER) {
      long result = handle().chmod(mode | OWNER_FOLDER);
      if (result < 0) {
        throw Calls.refusal(result, descriptor(), "the folder");
      }
    }
  }

  private static void require(Kind expected, Kind found, Name name) throws FileSystemException {
    if (found != expected) {
      throw new FileSystemException(
          name.toString(), null, "is a " + found.word() + ", not a " + expected.word());
    }
  }

  /**
   * What new entries may get from this folder. Setgid and the mount option {@code grpid} give them
   * its group; where that is the user's own it makes no difference.
   */
  private record Inheritance(boolean attributes, boolean group) {}

  /**
   * What an entry has that is made here with this mode.
   *
   * @param mode as it was asked for, or unknown
   */
  private Metadata ofNew(int mode) throws IOException {
    Inheritance known = inheritance;
    if (known == null) {
      long acl = handle().getxattr(Scratch.ofThisThread().name().put(DEFAULT_ACL), 0, 0);
      boolean inheritsGroup = Statx.gid(look()) != replica.user().user().group();
      long compression =
          replica.fileSystem() == FileSystemType.BTRFS
              ? handle().getxattr(Scratch.ofThisThread().name().put(COMPRESSION), 0, 0)
              : 0;
      known = new Inheritance(acl > 0 || compression > 0, inheritsGroup);
      inheritance = known;
    }
    int has =
        known.attributes() || mode == Metadata.UNKNOWN
            ? Metadata.UNKNOWN
            : mode & ~replica.user().user().mask();
    return new Metadata(
        has,
        replica.user().user().user(),
        known.group() ? Metadata.UNKNOWN : replica.user().user().group(),
        Metadata.UNKNOWN_TIME,
        known.attributes() ? ExtendedAttributes.UNKNOWN : ExtendedAttributes.NONE);
  }
}
