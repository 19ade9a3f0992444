package dev.lockstep.fs.linux;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;

/** An open replica. */
final class LinuxReplicaTree implements ReplicaTree {
  private final Handle root;
  private final Replica replica;

  LinuxReplicaTree(Handle root, Replica replica) {
    this.root = root;
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
  public void close() {
    root.close();
  }
}
