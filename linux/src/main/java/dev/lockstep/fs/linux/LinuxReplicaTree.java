package dev.lockstep.fs.linux;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootLock;
import dev.lockstep.fs.Storage;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.nio.Disks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An open replica. */
final class LinuxReplicaTree implements ReplicaTree {
  private final Handle root;
  private final Path realPath;
  private final Replica replica;

  /** A folder of each other file system that was come upon, by the file system's number. */
  private final Map<Long, Handle> others = new ConcurrentHashMap<>();

  LinuxReplicaTree(Handle root, Path realPath, Replica replica) {
    this.root = root;
    this.realPath = realPath;
    this.replica = replica;
  }

  @Override
  public ReplicaDirectory openRoot() {
    return new LinuxReplicaDirectory(root.share(), replica, new StagedState(false));
  }

  @Override
  public Capabilities capabilities() {
    return replica.capabilities();
  }

  @Override
  public Storage storage() {
    return Disks.OF_SYSTEM.under(realPath);
  }

  @Override
  public void alsoFlush(ReplicaDirectory folder) throws IOException {
    if (folder instanceof LinuxReplicaDirectory directory) {
      others.computeIfAbsent(folder.id().fileSystem(), _ -> directory.handle().share());
    }
  }

  /** By syncfs(2), which since Linux 5.8 tells of what could not be written. */
  @Override
  public void flush() throws IOException {
    flush(root);
    for (Handle other : others.values()) {
      flush(other);
    }
  }

  private static void flush(Handle folder) throws IOException {
    if (!folder.isPathOnly()) {
      Calls.require(Libc.syncfs(folder.number()), "the replica");
      return;
    }
    try (var opened = new Fd((int) Calls.require(folder.openForReading(), "the replica"))) {
      Calls.require(Libc.syncfs(opened.number()), "the replica");
    }
  }

  @Override
  public RootLock tryLock() throws IOException {
    return RootLocks.tryLock(root);
  }

  @Override
  public void close() {
    root.close();
    others.values().forEach(Handle::close);
  }
}
