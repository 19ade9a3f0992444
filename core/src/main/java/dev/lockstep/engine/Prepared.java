package dev.lockstep.engine;

import dev.lockstep.fs.RootState;
import java.io.Closeable;
import java.io.IOException;

/**
 * The roots of a run, found in order and open.
 *
 * @param source the source root
 * @param replica what stands at the replica's
 * @param guards what keeps the run from deleting on doubtful evidence
 */
record Prepared(Roots roots, RootState.Folder source, RootState replica, RunGuards guards)
    implements Closeable {
  RootState.Folder replicaFolder() {
    if (replica instanceof RootState.Folder folder) {
      return folder;
    }
    throw new IllegalStateException("a run that is not dry has a replica");
  }

  @Override
  public void close() throws IOException {
    roots.close();
  }
}
