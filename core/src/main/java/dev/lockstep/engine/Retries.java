package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/**
 * Tries files once more when the march is over: those that a failed flush has left in doubt, and
 * those that did not fit. For one thread.
 */
final class Retries {
  private static final int MOST_OPEN = 2;

  private final RunParts run;
  private final Roots roots;
  private final PairWork pairs;
  private final Workspace workspace;

  Retries(RunParts run, Roots roots, Workspace workspace) {
    this.run = run;
    this.roots = roots;
    this.pairs = PairWork.afterMarch(run);
    this.workspace = workspace;
  }

  /** Writes again what is in doubt. */
  void writeAgain(List<RelativePath> files) throws IOException {
    try (var folders = new ReopenedFolders(run, roots, MOST_OPEN)) {
      for (RelativePath file : files) {
        writeAgain(folders, file);
      }
    }
  }

  private void writeAgain(ReopenedFolders folders, RelativePath file) {
    run.cancellation().check();
    try {
      FileLook look = FileLook.at(folders.open(file.parent()), file.name());
      if (!look.isOf(Kind.FILE) || look.isFolderInReplica()) {
        // It is no file any more, so what was written is no part of the mirror, or soon gone.
        run.unflushed().forget(file);
      } else if (!look.isLinked()) {
        mirror(look);
      }
      // A name of several would become a file of its own: the next run writes the group anew.
    } catch (NoSuchFileException | NotDirectoryException e) {
      run.unflushed().forget(file);
    } catch (IOException e) {
      run.tally().problem(Failures.problem(file, "cannot be written", e));
    }
  }

  /** Tries again what did not fit. */
  void fit() throws IOException {
    if (run.noRoom().isEmpty()) {
      return;
    }
    try (var folders = new ReopenedFolders(run, roots, MOST_OPEN)) {
      run.noRoom().forEach(file -> fit(folders, file));
    }
  }

  private void fit(ReopenedFolders folders, RelativePath file) {
    run.cancellation().check();
    try {
      FileLook look = FileLook.at(folders.open(file.parent()), file.name());
      if (look.source().isEmpty() || look.isOf(Kind.DIRECTORY) || look.isFolderInReplica()) {
        run.tally().problem(Vanishing.tooLate(file));
      } else {
        mirror(look);
      }
    } catch (IOException e) {
      run.tally().problem(Failures.problem(file, "cannot be written", e));
    }
  }

  /** Tells what did not fit and is not tried again. */
  void giveUp() throws IOException {
    run.noRoom()
        .forEach(file ->
            run.tally()
                .problem(
                    new Problem(
                        file,
                        Problem.Cause.FAILED,
                        "does not fit; nothing was deleted that would make room, and the next run"
                            + " tries again")));
  }

  private void mirror(FileLook look) throws IOException {
    Entry source = look.source().orElseThrow();
    run.proofs().look(look.at().node(), look.at().folder());
    // What has rotted overwrites nothing at the second attempt either.
    Proof proof = run.proofs().ofFile(source);
    pairs.handle(look.at().node(), look.at().folder(), look.pair(), proof, run.tally(), workspace);
  }
}
