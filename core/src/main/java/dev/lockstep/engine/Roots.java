package dev.lockstep.engine;

import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.Closeable;
import java.io.IOException;

/**
 * Both trees of a run, open.
 *
 * @param source the source's
 * @param replica the replica's; in a dry run a view that swallows every change
 * @param replicaIsNew whether the replica was missing before the run
 * @param backend what opened them, in words
 */
record Roots(SourceTree source, ReplicaTree replica, boolean replicaIsNew, String backend)
    implements Closeable {
  /** Opens the folders of a path anew, name by name from the roots; the caller closes both. */
  FolderPair open(RelativePath path) throws IOException {
    SourceDirectory sourceFolder = source.openRoot();
    try {
      ReplicaDirectory replicaFolder = replica.openRoot();
      try {
        for (Name name : path.names()) {
          SourceDirectory sourceChild = sourceFolder.openDirectory(name);
          sourceFolder.close();
          sourceFolder = sourceChild;
          ReplicaDirectory replicaChild = replicaFolder.openDirectory(name);
          replicaFolder.close();
          replicaFolder = replicaChild;
        }
        return new FolderPair(sourceFolder, replicaFolder);
      } catch (IOException | RuntimeException e) {
        replicaFolder.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      sourceFolder.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (source;
        replica) {
      // Closing is all there is to do.
    }
  }
}
