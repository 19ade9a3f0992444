package dev.lockstep.fs.nio;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import java.io.IOException;
import java.nio.file.Path;

/** A replica below a real path. */
final class NioReplicaTree implements ReplicaTree {
  private final Access access;
  private final Path realPath;
  private final Capabilities capabilities;
  private final Unforced unforced = new Unforced();

  NioReplicaTree(Access access, Path realPath, Capabilities capabilities) {
    this.access = access;
    this.realPath = realPath;
    this.capabilities = capabilities;
  }

  @Override
  public ReplicaDirectory openRoot() throws IOException {
    var writer = new MetadataWriter(access.attributes(), capabilities.carried());
    return new NioReplicaDirectory(
        OpenFolder.open(access, new Place.Settled(realPath)), writer, unforced);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  /** Files were written through when they were staged, so that only folders are left. */
  @Override
  public void flush() throws IOException {
    unforced.flush();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
