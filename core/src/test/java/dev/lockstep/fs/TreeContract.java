package dev.lockstep.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every backend has to keep: the sentences of this package's documentation, one test each. A
 * backend's test extends this and hands in the backend and a workspace; it adds {@link
 * UnixContract}, where names are bytes and modes have twelve bits.
 */
public abstract class TreeContract
    implements ListingContract,
        ReadingContract,
        StagingContract,
        ReplacingContract,
        StagedFolderContract,
        MetadataContract,
        RemovalContract,
        RootContract {
  private final Deque<Closeable> opened = new ArrayDeque<>();
  private @Nullable SourceDirectory source;
  private @Nullable ReplicaTree replicaTree;
  private @Nullable ReplicaDirectory replica;

  @BeforeEach
  public void makeRoots() throws IOException {
    Files.createDirectory(sourceRoot());
    Files.createDirectory(replicaRoot());
  }

  @AfterEach
  public void closeAll() throws IOException {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    source = null;
    replica = null;
    replicaTree = null;
  }

  @Override
  public SourceDirectory source() throws IOException {
    if (source == null) {
      source = keep(keep(provider().openSource(sourceRoot())).openRoot());
    }
    return source;
  }

  @Override
  public ReplicaDirectory replica() throws IOException {
    if (replica == null) {
      replica = keep(replicaTree().openRoot());
    }
    return replica;
  }

  @Override
  public Capabilities capabilities() throws IOException {
    return replicaTree().capabilities();
  }

  private ReplicaTree replicaTree() throws IOException {
    if (replicaTree == null) {
      replicaTree = keep(provider().openReplica(replicaRoot()));
    }
    return replicaTree;
  }

  private <T extends Closeable> T keep(T toClose) {
    opened.push(toClose);
    return toClose;
  }
}
