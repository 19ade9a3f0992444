package dev.lockstep.engine;

import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

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
  /** Sees whether the way may lead on through two folders, which are open. */
  @FunctionalInterface
  interface Passing {
    boolean mayPass(FolderPair folder) throws IOException;
  }

  /** Opens the folders of a path anew, name by name from the roots; the caller closes both. */
  FolderPair open(RelativePath path) throws IOException {
    return open(path, _ -> true).orElseThrow();
  }

  /**
   * The same, if the way may lead through each folder, the last one and the roots among them.
   *
   * @return empty if it may not
   */
  Optional<FolderPair> open(RelativePath path, Passing passing) throws IOException {
    FolderPair at = openRoots();
    Iterator<Name> names = path.names().iterator();
    try {
      while (passing.mayPass(at)) {
        if (!names.hasNext()) {
          return Optional.of(at);
        }
        FolderPair above = at;
        at = below(above, names.next());
        above.close();
      }
    } catch (IOException | RuntimeException e) {
      at.close();
      throw e;
    }
    at.close();
    return Optional.empty();
  }

  private FolderPair openRoots() throws IOException {
    SourceDirectory folder = source.openRoot();
    try {
      return new FolderPair(folder, replica.openRoot());
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static FolderPair below(FolderPair at, Name name) throws IOException {
    SourceDirectory folder = at.source().openDirectory(name);
    try {
      return new FolderPair(folder, at.replica().openDirectory(name));
    } catch (IOException | RuntimeException e) {
      folder.close();
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
