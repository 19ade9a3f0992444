package dev.lockstep.engine;

import dev.lockstep.api.Repair;
import dev.lockstep.compare.Comparison;
import dev.lockstep.digest.Workspace;
import dev.lockstep.engine.PairCheck.Look;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Finding.Sort;
import dev.lockstep.verify.Verdict;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** What verifying repairs, of what it finds. For any thread. */
final class Repairs {
  private final Repair allowed;
  private final PairWork work;
  private final Findings findings;
  private final Consumer<String> notes;

  /**
   * Makes it.
   *
   * @param notes takes sentences that are to be told once
   */
  Repairs(RunParts run, Repair allowed, Findings findings, Consumer<String> notes) {
    this.allowed = allowed;
    this.work = PairWork.afterMarch(run);
    this.findings = findings;
    this.notes = notes;
  }

  /** Sees to it that entries of a folder may be changed. */
  void prepare(FolderNode node, FolderPair folder) throws IOException {
    work.prepare(node, folder);
  }

  /**
   * Whether something may be repaired.
   *
   * @param sort what was found
   * @param source what the source is beside what was proven of it
   */
  boolean may(Sort sort, Verdict source) {
    return switch (allowed) {
      case NOTHING -> false;
      case REPLICA -> sort == Sort.REPLICA_ROTTED && source == Verdict.AS_PROVEN;
      case SOURCE_IS_RIGHT ->
          sort == Sort.REPLICA_ROTTED ? source == Verdict.AS_PROVEN : sort.isRot();
    };
  }

  /** Gives the replica what the source has, and takes note of that. */
  void make(Look look, Finding finding, Comparison comparison, Workspace workspace) {
    if (look.isLinked()) {
      // Its other names would have to become the same new file.
      notes.accept(
          "A file of several names is not repaired here: run lockstep sync --rehash; where its source looks rotten and is right, touch it before.");
      return;
    }
    if (look.proof() == null) {
      throw new IllegalStateException("rotted without a proof: " + look.path());
    }
    Optional<Digest> expected =
        finding.sort() == Sort.REPLICA_ROTTED ? look.proof().digest() : Optional.empty();
    var known = Known.expecting(look.proof(), expected);
    if (isSettled(look, known, comparison, workspace)) {
      findings.repaired(finding);
    }
  }

  private boolean isSettled(Look look, Known known, Comparison comparison, Workspace workspace) {
    return work.settle(look.node(), look.folder(), look.pair(), known, comparison, workspace)
        .isPresent();
  }

  /** A source that was taken for rotten reads as it was proven, so that it is so no more. */
  void proveAgain(Look look, Verdict source, Digest digest, Workspace workspace) {
    if (allowed != Repair.NOTHING
        && look.proof() != null
        && look.proof().rotten()
        && source == Verdict.AS_PROVEN) {
      var equal = new Comparison(Difference.NONE, Optional.of(digest));
      isSettled(look, Known.outdated(look.proof()), equal, workspace);
    }
  }
}
