package dev.lockstep.engine;

import dev.lockstep.compare.Comparison;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Pair;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.Optional;

/** Compares pairs, with what the index knows of them; tells what has rotted. For any thread. */
final class PairComparison {
  private final RunParts run;

  PairComparison(RunParts run) {
    this.run = run;
  }

  /**
   * Compares a pair; empty if that failed, or one side has rotted, which is told.
   *
   * @param known what of earlier proofs is to be reckoned with
   */
  Optional<Comparison> compare(
      FolderNode node, FolderPair folder, Pair.Both both, Known known, Workspace workspace) {
    RelativePath path = node.path().resolve(both.name());
    if (run.unflushed().isInDoubt(path)
        && both.source().kind() == Kind.FILE
        && both.replica().kind() == Kind.FILE) {
      return Optional.of(Comparison.of(Difference.in(Aspect.CONTENT)));
    }
    if (known.isRotten()) {
      rotten(node, path, known);
      return Optional.empty();
    }
    try {
      Comparison comparison =
          run.comparer()
              .compare(both, folder.source(), folder.replica(), known.evidence(), workspace);
      if (known.isContradictedBy(comparison.digest())) {
        rotten(node, path, known);
        return Optional.empty();
      }
      if (known.tellsNoSide()
          && comparison.difference().has(Aspect.CONTENT)
          && isAsSeen(both, folder)) {
        run.tally().problem(Failures.oneRotten(path));
        return Optional.empty();
      }
      return Optional.of(comparison);
    } catch (IOException e) {
      unreadable(node, path, both, folder, e);
      return Optional.empty();
    }
  }

  private static boolean isAsSeen(Pair.Both both, FolderPair folder) throws IOException {
    return isAsSeen(both.source(), folder.source()) && isAsSeen(both.replica(), folder.replica());
  }

  private static boolean isAsSeen(Entry seen, ReadableDirectory folder) throws IOException {
    return folder.entry(seen.name()).filter(now -> now.stamp().equals(seen.stamp())).isPresent();
  }

  /** Takes note that the source has rotted, so that nothing is overwritten by it, and tells. */
  void rotten(FolderNode node, RelativePath path, Known known) {
    run.proofs().rotten(node, path.name(), known);
    run.tally().problem(Failures.rotten(path));
  }

  private void unreadable(
      FolderNode node, RelativePath path, Pair.Both both, FolderPair folder, IOException failure) {
    try {
      if (folder.source().entry(both.name()).isEmpty()) {
        Vanishing.tell(run, node, folder, path, Optional.of(both.replica()));
        return;
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    run.tally().problem(Failures.problem(path, "cannot be read", failure));
  }
}
