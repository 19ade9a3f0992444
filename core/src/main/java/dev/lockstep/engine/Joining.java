package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.engine.ReopenedFolders.Reopened;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.watch.JoiningFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors files that are saved while a march through everything goes on, which may last for hours:
 * small ones, of which it is plain what is to be done. All else, and whatever fails, waits until
 * the march is over: it is dirty, as these are, and looked at again then. For the thread that waits
 * for the workers.
 */
final class Joining {
  /** How long the workers that have stopped wait for one that has not yet, at most. */
  private static final long MOST_WAIT_NANOS = Duration.ofMillis(20).toNanos();

  /** How long they stand still before they go on for a while. */
  private static final long MOST_NANOS = Duration.ofMillis(100).toNanos();

  /** They stand still at most in one of so many parts of the time. */
  private static final int SHARE = 4;

  private static final Difference TIMES = Difference.in(Aspect.TIMES);

  private final RunParts run;
  private final Roots roots;
  private final FolderNode root;
  private final JoiningFiles files;
  private final CommitGroup group;
  private final PairWork pairs;
  private final Workspace workspace;
  private long notBefore;

  /**
   * Has mirrored none yet.
   *
   * @param run the march's, but with a tally that is told of no problems
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
    this.root = root;
    this.files = files;
    this.group = group;
    this.pairs = PairWork.afterMarch(run);
    this.workspace = workspace;
    this.notBefore = run.clock().nanos();
  }

  /** Mirrors what has changed by now, if the workers can be stopped for it. */
  void join() throws InterruptedException {
    long begun = run.clock().nanos();
    if (begun < notBefore) {
      return;
    }
    List<RelativePath> changed = free(files.take());
    if (changed.isEmpty()) {
      return;
    }
    if (!run.queue().turnstile().alone(MOST_WAIT_NANOS, () -> mirror(changed))) {
      files.putBack(changed);
    }
    long now = run.clock().nanos();
    notBefore = now + (SHARE - 1) * (now - begun);
  }

  /** Those that are not in work; the others are put back. */
  private List<RelativePath> free(List<RelativePath> changed) {
    Map<Boolean, List<RelativePath>> byWork =
        changed.stream().collect(Collectors.partitioningBy(run.queue().turnstile()::isInWork));
    files.putBack(byWork.getOrDefault(true, List.of()));
    return byWork.getOrDefault(false, List.of());
  }

  private void mirror(List<RelativePath> changed) {
    List<RelativePath> free = free(changed);
    if (free.isEmpty() || run.queue().isAborted()) {
      return;
    }
    // What waits there may be an older state of one of these.
    group.end(workspace);
    run.flushing().flushAlone(free.size());
    long since = run.clock().nanos();
    Iterator<RelativePath> each = free.iterator();
    while (each.hasNext() && run.clock().nanos() - since < MOST_NANOS) {
      run.cancellation().check();
      try {
        mirror(each.next());
      } catch (IOException e) {
        // The march has not come there yet, or who looks at it after the march tells.
      }
    }
    run.flushing().flushAlone(0);
    List<RelativePath> left = new ArrayList<>();
    each.forEachRemaining(left::add);
    files.putBack(left);
  }

  private void mirror(RelativePath file) throws IOException {
    if (!run.filters().isWhole(file, false)) {
      return;
    }
    Optional<FolderPair> opened = roots.open(file.parent(), this::mayPass);
    if (opened.isEmpty()) {
      return;
    }
    try (FolderPair folder = opened.get()) {
      FolderNode node = FolderNode.reopened(file.parent(), folder);
      run.proofs().look(node, folder);
      FileLook look = FileLook.at(new Reopened(node, folder), file.name());
      if (!isPlain(look) || mayBeMoved(look, file)) {
        return;
      }
      // Else the march has still to give the folder its metadata, and then its times.
      boolean isSettled = isSettled(folder);
      Proof proof = run.proofs().ofFile(look.source().orElseThrow());
      pairs.handle(node, folder, look.pair(), proof, run.tally(), workspace);
      if (node.isTouched() && isSettled) {
        run.applier().settle(folder, folder.source().metadata(), node.before());
      }
    }
  }

  /**
   * Whether a folder is on the roots' file systems, and lets nobody into the replica whom it is to
   * keep out.
   */
  private boolean mayPass(FolderPair folder) throws IOException {
    FileId source = folder.source().id();
    FileId replica = folder.replica().id();
    return run.applier().isNarrow(folder.source().metadata(), folder.replica().metadata())
        && source.fileSystem() == root.source().stamp().id().fileSystem()
        && replica.fileSystem() == root.replicaId().fileSystem();
  }

  /** Whether nothing but the file is concerned, and its folder need not be opened up for it. */
  private boolean isPlain(FileLook look) throws IOException {
    return isSmallFile(look.source().orElse(null))
        // What is large in the replica may be wanted elsewhere.
        && (look.replica().isEmpty() || isSmallFile(look.replica().get()))
        && !look.isLinked()
        && run.applier().isOpen(look.at().folder().replica().metadata());
  }

  private static boolean isSmallFile(@Nullable Entry entry) {
    return entry instanceof Entry.File file && file.size() < FileTask.WORTH_BYTES;
  }

  /** Whether it may be a file that had another name, and the replica's has to be moved. */
  private boolean mayBeMoved(FileLook look, RelativePath file) {
    return run.proofs()
        .movedFrom(look.at().node(), look.source().orElseThrow(), null)
        .filter(place -> !place.path().equals(file))
        .isPresent();
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
}
