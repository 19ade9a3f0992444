package dev.lockstep.fs.linux;

import dev.lockstep.fs.Availability;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Native;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statfs;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.fs.nio.ByteSpelling;
import dev.lockstep.fs.nio.NioTreeProvider;
import dev.lockstep.fs.nio.RunningUser;
import dev.lockstep.model.Shown;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The backend by Linux system calls. What stands where a root should be is found out as the
 * portable backend does, before anything is open; from the opened root on every operation goes
 * through an open folder and one name.
 */
public final class LinuxTreeProvider implements TreeProvider {
  private static final int RANK = 10;
  private static final int ROOT_FLAGS = Constants.O_DIRECTORY | Constants.O_CLOEXEC;

  private final Uuids uuids = new Uuids();
  private final NioTreeProvider roots = new NioTreeProvider(uuids);
  private final KnownRoots known = new KnownRoots(uuids);

  /** For {@link java.util.ServiceLoader}. */
  public LinuxTreeProvider() {}

  @Override
  public String name() {
    return "Linux";
  }

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public Availability availability(Path root) {
    if (!root.getFileSystem().equals(FileSystems.getDefault())) {
      return new Availability.Unavailable("the root is on no file system of Linux");
    }
    if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
      return new Availability.Unavailable("/proc is not mounted");
    }
    return Native.unavailable()
        .or(LinuxTreeProvider::lackOfKernel)
        .<Availability>map(Availability.Unavailable::new)
        .orElseGet(Availability.Available::new);
  }

  /**
   * Why the kernel does not do: before Linux 5.8, statx(2) does not tell mount points, and a mount
   * in the replica would be taken for a folder.
   */
  private static Optional<String> lackOfKernel() {
    Scratch scratch = Scratch.ofThisThread();
    int result =
        Libc.statx(
            Constants.AT_FDCWD,
            scratch.name().put(new byte[] {'/'}),
            0,
            Looks.WANTED,
            scratch.statx());
    boolean tellsMounts =
        result == 0
            && (Statx.attributesMask(scratch.statx()) & Constants.STATX_ATTR_MOUNT_ROOT) != 0;
    return tellsMounts ? Optional.empty() : Optional.of("it needs Linux 5.8 or newer");
  }

  @Override
  public RootState inspect(Path root) throws IOException {
    Optional<KnownRoots.Signs> signs = known.signs(root);
    Optional<RootState.Folder> same = signs.flatMap(these -> known.find(root, these));
    if (same.isPresent()) {
      return same.get();
    }
    RootState state = roots.inspect(root);
    if (!(state instanceof RootState.Folder folder)) {
      return state;
    }
    RootState.Folder found = withId(folder, root);
    if (signs.isPresent() && signs.equals(known.signs(root))) {
      known.keep(root, signs.get(), found);
    }
    return found;
  }

  private static RootState.Folder withId(RootState.Folder folder, Path root) throws IOException {
    try (Handle handle = open(folder.realPath())) {
      Scratch scratch = Scratch.ofThisThread();
      Calls.lookAt(scratch, handle.number(), root.toString());
      return folder.withId(Looks.id(scratch.statx()));
    }
  }

  @Override
  public void createRoot(Path root) throws IOException {
    roots.createRoot(root);
  }

  @Override
  public SourceTree openSource(Path root) throws IOException {
    Path realPath = root.toRealPath();
    return new LinuxSourceTree(open(realPath), realPath, new Access());
  }

  @Override
  public ReplicaTree openReplica(Path root) throws IOException {
    Path realPath = root.toRealPath();
    Handle handle = open(realPath);
    try {
      Scratch scratch = Scratch.ofThisThread();
      Calls.require(Libc.fstatfs(handle.number(), scratch.statfs()), root.toString());
      FileSystemType type = FileSystemType.of(Statfs.type(scratch.statfs()));
      RunningUser user = RunningUser.now();
      var capabilities = new ReplicaProbe(handle, user, type).capabilities();
      var writer = new MetadataWriter(capabilities.carried(), user.overridesModes());
      return new LinuxReplicaTree(
          handle, realPath, new Replica(new Access(), user, type, capabilities, writer));
    } catch (IOException | RuntimeException e) {
      handle.close();
      throw e;
    }
  }

  @Override
  public Watching watch(Path root, Watching.Scope scope) throws IOException {
    Path realPath = root.toRealPath();
    WatchedRoot watched = WatchedRoot.at(realPath);
    Optional<String> lack = Telling.lack(watched.type());
    if (lack.isPresent()) {
      return new Watching.Unfit(lack.get());
    }
    if (isOnePiece(realPath, scope.oneFileSystem())) {
      long untold = scope.isOwnOfInterest() ? FanotifyFeed.NOBODY : ProcessHandle.current().pid();
      Optional<FanotifyFeed> feed = FanotifyFeed.begin(watched, scope, untold);
      if (feed.isPresent()) {
        return new Watching.Fed(feed.get());
      }
    }
    return InotifyFeed.begin(watched, scope);
  }

  /**
   * Whether all that is of interest below a root is seen through one mount: nothing is mounted
   * there, or only other file systems are, which are left alone.
   */
  private boolean isOnePiece(Path realPath, boolean oneFileSystem) throws IOException {
    if (!(roots.inspect(realPath) instanceof RootState.Folder folder)) {
      return false;
    }
    String own = folder.regions().getFirst().fileSystem();
    return folder.mounts().isEmpty()
        || (oneFileSystem
            && folder.regions().stream()
                .skip(1)
                .noneMatch(region -> region.fileSystem().equals(own)));
  }

  static Handle open(Path realPath) throws IOException {
    byte[] path = ByteSpelling.absoluteBytes(realPath);
    long address = Scratch.ofThisThread().path().put(path);
    long result = Libc.openat(Constants.AT_FDCWD, address, ROOT_FLAGS, 0);
    boolean isPathOnly = result == -Errno.EACCES;
    if (isPathOnly) {
      result = Libc.openat(Constants.AT_FDCWD, address, Constants.O_PATH | ROOT_FLAGS, 0);
    }
    Calls.require(result, Shown.bytes(path));
    return new Handle(new Fd((int) result), isPathOnly);
  }
}
