package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.engine.ReopenedFolders.Reopened;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import dev.lockstep.watch.JoiningFiles;
import java.io.IOException;
import java.util.List;

/**
 * Mirrors files that are saved while a march through everything goes on, which may last for hours:
 * small ones, of which it is plain what is to be done. All else, and whatever fails, waits until
 * the march is over: it is dirty, as these are, and looked at again then. For the thread that waits
 * for the workers.
 */
final class Joining implements Runnable {
  /** The march stands still at most in one of so many parts of the time. */
  private static final int SHARE = 4;

  private static final Difference TIMES = Difference.in(Aspect.TIMES);

  private final RunParts run;
  private final Roots roots;
  private final JoiningFiles files;
  private final CommitGroup group;
  private final Borders borders;
  private final PairWork pairs;
  private final Workspace workspace;
  private long notBefore;

  /**
   * Has mirrored none yet.
   *
   * @param root what is on other file systems than these waits
   */
  Joining(
      RunParts run,
      Roots roots,
      FolderNode root,
      JoiningFiles files,
      CommitGroup group,
      Workspace workspace) {
    this.run = run;
    this.roots = roots;
    this.files = files;
    this.group = group;
    this.borders = new Borders(true, root.source().stamp().id(), root.replicaId());
    this.pairs = PairWork.afterMarch(run);
    this.workspace = workspace;
    this.notBefore = run.clock().nanos();
  }

  /** Mirrors what has changed by now. */
  @Override
  public void run() {
    if (run.clock().nanos() < notBefore) {
      return;
    }
    List<RelativePath> changed = files.take();
    if (!changed.isEmpty()) {
      run.queue().turnstile().alone(() -> mirror(changed));
    }
  }

  private void mirror(List<RelativePath> changed) {
    if (run.queue().isAborted()) {
      return;
    }
    long begun = run.clock().nanos();
    // What waits there may be an older state of one of these.
    group.end(workspace);
    run.flushing().flushAlone(changed.size());
    for (RelativePath file : changed) {
      run.cancellation().check();
      try {
        mirror(file);
      } catch (IOException e) {
        // The march has not come there yet, or tells of it.
      }
    }
    run.flushing().flushAlone(0);
    long now = run.clock().nanos();
    notBefore = now + (SHARE - 1) * (now - begun);
  }

  private void mirror(RelativePath file) throws IOException {
    if (!run.filters().isWhole(file, false)) {
      return;
    }
    FolderPair folder = roots.open(file.parent());
    try (var source = folder.source();
        var _ = folder.replica()) {
      FolderNode node = FolderNode.reopened(file.parent(), folder);
      FileLook look = FileLook.at(new Reopened(node, folder), file.name());
      boolean isBeyond = borders.excludeSource(node) || borders.excludeReplica(node);
      if (!isBeyond && isPlain(look) && !mayBeMoved(look, file)) {
        // Else the march has still to give the folder its metadata, and then its times.
        boolean isSettled = isSettled(folder);
        run.proofs().look(node, folder);
        Proof proof = run.proofs().ofFile(look.source().orElseThrow());
        pairs.handle(node, folder, look.pair(), proof, run.tally(), workspace);
        if (node.isTouched() && isSettled) {
          run.applier().settle(folder, source.metadata(), node.before());
        }
      }
    }
  }

  /** Whether nothing but the file is concerned, and its folder need not be opened up for it. */
  private boolean isPlain(FileLook look) throws IOException {
    return look.source().orElse(null) instanceof Entry.File file
        && file.size() < FileTask.WORTH_BYTES
        && !look.isLinked()
        && look.replica().filter(replica -> replica.kind() != Kind.FILE).isEmpty()
        && run.applier().isOpen(look.at().folder().replica().metadata());
  }

  /** Whether the replica's folder has all of the source's metadata, but for the times. */
  private boolean isSettled(FolderPair folder) throws IOException {
    Difference difference =
        run.comparer()
            .metadataOfRoots(
                FolderNode.entry(folder.source()),
                FolderNode.entry(folder.replica()),
                folder.source(),
                folder.replica());
    return difference.isNone() || difference.equals(TIMES);
  }

  /** Whether the march holds it back, since it may be a file that had another name. */
  private boolean mayBeMoved(FileLook look, RelativePath file) {
    return run.proofs()
        .movedFrom(look.at().node(), look.source().orElseThrow(), null)
        .filter(place -> !place.path().equals(file))
        .isPresent();
  }
}
