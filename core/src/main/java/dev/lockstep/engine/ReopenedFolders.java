package dev.lockstep.engine;

import dev.lockstep.apply.Applier;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.model.Entry;
import dev.lockstep.model.RelativePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Folders opened anew after the march, a few of them: the one not in use for longest is let go, and
 * settled if it was touched. For one thread.
 */
final class ReopenedFolders implements Closeable {
  private final RunParts run;
  private final Roots roots;
  private final int most;

  /** By least recent use. */
  private final Map<RelativePath, Reopened> open = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Makes it with nothing open.
   *
   * @param most how many folders are open at a time, 1 or more
   */
  ReopenedFolders(RunParts run, Roots roots, int most) {
    this.run = run;
    this.roots = roots;
    this.most = most;
  }

  /**
   * A folder of both sides.
   *
   * @param node the folder as it was when it was opened; it knows whether it was touched
   * @param folder open until as many others were asked for as are open at a time
   */
  record Reopened(FolderNode node, FolderPair folder) {
    /** Sees to it that entries of the folder may be changed, and that it is settled. */
    void touch(Applier applier) throws IOException {
      node.touch(() -> applier.openUp(folder.replica(), folder.replica().metadata()));
    }
  }

  /** Opens a folder, unless it is open. */
  Reopened open(RelativePath path) throws IOException {
    Reopened there = open.get(path);
    if (there != null) {
      return there;
    }
    FolderPair folder = roots.open(path);
    try {
      var reopened = new Reopened(FolderNode.reopened(path, folder), folder);
      makeRoom();
      open.put(path, reopened);
      return reopened;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** What the replica has at a path; empty also if a folder on the way is gone. */
  Optional<Entry> inReplica(RelativePath path) throws IOException {
    return Lookup.find(roots.replica().openRoot(), path, (_, _, _) -> {});
  }

  /** Lets all go. */
  @Override
  public void close() throws IOException {
    for (Reopened each : open.values()) {
      letGo(each);
    }
    open.clear();
  }

  private void makeRoom() {
    while (open.size() >= most) {
      RelativePath eldest = open.keySet().iterator().next();
      Reopened last = open.remove(eldest);
      if (last != null) {
        letGo(last);
      }
    }
  }

  private void letGo(Reopened reopened) {
    FolderPair folder = reopened.folder();
    try (var source = folder.source();
        var _ = folder.replica()) {
      if (reopened.node().isTouched()) {
        run.applier().settle(folder, source.metadata(), reopened.node().before());
      }
    } catch (IOException e) {
      run.tally()
          .problem(Failures.problem(reopened.node().path(), "its metadata cannot be set", e));
    }
  }
}
