package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Progress;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.Spared;
import dev.lockstep.apply.TreeCounter;
import dev.lockstep.digest.Workspace;
import dev.lockstep.filter.Judge;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.index.ProofLog;
import dev.lockstep.links.LinkTable;
import dev.lockstep.model.Action;
import dev.lockstep.model.Difference;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.watch.Dirty;
import dev.lockstep.watch.JoiningFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;

/**
 * One run over open roots, from the march to the report. For one thread, which waits for the
 * workers.
 */
final class Run {
  /** How many folders are kept open while links are made, which lead from folder to folder. */
  private static final int MOST_OPEN_FOR_LINKS = 32;

  /**
   * How many files of a part are flushed one by one, each in 1 to 3 ms; a flush of all takes 5 to
   * 50 ms, and as long as it takes to write what others have written.
   */
  private static final int MOST_FLUSHED_ALONE = 8;

  /** The folder of a wish, and that of what a late link leads to. */
  private static final int MOST_OPEN_FOR_WISHES = 2;

  private final RunBasis basis;
  private final DeletionRules deletionRules;
  private final RunStart start;
  private final MirrorOptions options;
  private final Roots roots;
  private final Unflushed unflushed;
  private final Flushing flushing;
  private final EarlyFlush earlyFlush;
  private final RunGuards guards;
  private final EngineClock clock;
  private final Proofs proofs;
  private final Tally tally;
  private final long begun;
  private boolean isCancelled;
  private Spared spared = Spared.NOTHING;

  /** Begins a run. */
  Run(RunBasis basis, DeletionRules deletionRules, RunStart start, MirrorListener listener) {
    this.basis = basis;
    this.deletionRules = deletionRules;
    this.start = start;
    this.options = basis.options();
    this.roots = basis.roots();
    this.unflushed = basis.remembered().unflushed();
    this.flushing = basis.flushing();
    this.earlyFlush = new EarlyFlush(flushing, basis.cancellation());
    this.guards = basis.guards();
    this.clock = basis.clock();
    this.proofs = basis.proofs();
    this.tally = tally(listener);
    this.begun = clock.nanos();
  }

  /** What is done with the tables of one pass, and by whom things are tried again. */
  @FunctionalInterface
  private interface Pass {
    void make(RunParts parts, HeldBack heldBack, LinkTable links) throws IOException;
  }

  /**
   * How far the run is, for any thread.
   *
   * @param expected how many entries there may be
   */
  Progress progress(OptionalLong expected) {
    return tally.progress(expected);
  }

  /** By how many entries the replica has grown. */
  long growth() {
    return tally.growth();
  }

  /**
   * Marches through everything, and does all that follows.
   *
   * @param joining what changes meanwhile and need not wait
   */
  MirrorReport make(Optional<JoiningFiles> joining) {
    guards.protectedMounts().forEach(tally::problem);
    unflushed.begin();
    try (earlyFlush) {
      pass((parts, heldBack, links) -> {
        marches(parts, heldBack, joining).make(folders -> begin(parts, folders));
        var late = new LateLinks();
        link(parts, links, late);
        if (tally.problemCounts().isEmpty()) {
          unflushed.passed();
        }
        if (proofs.news().hasProofs()) {
          // It is claimed to be on the disk, be it that somebody else has put it there.
          flushing.written();
        }
        if (secure(parts, "nothing is deleted")) {
          delete(parts, late);
          retries(parts).fit();
          keepProofs(secure(parts, "it may be lost with the next power cut"));
        } else {
          retries(parts).giveUp();
        }
      });
    }
    return report();
  }

  /**
   * Marches through what may have changed, and does what follows but for the flush at the end; may
   * be done again until {@link #end}.
   *
   * @param onDoubt is run if only a march through everything can tell what is to be done
   */
  void march(List<Dirty> dirty, Runnable onDoubt) {
    flushing.flushAlone(MOST_FLUSHED_ALONE);
    tally.gauge().again();
    var groups = new LinkGroups(proofs);
    List<Dirty> due = dirty;
    while (!due.isEmpty() && !isCancelled) {
      march(due, groups);
      due = groups.takeKnownByNow();
    }
    if (groups.areInDoubt()) {
      onDoubt.run();
    }
  }

  private void march(List<Dirty> dirty, LinkGroups groups) {
    pass(
        Optional.of(groups),
        (parts, heldBack, links) -> {
          marches(parts, heldBack, Optional.empty())
              .make(folders -> rootNode(parts, folders.source(), folders.replica()), dirty, groups);
          var late = new LateLinks();
          link(parts, links, late);
          if (!parts.wishes().isEmpty() || !parts.noRoom().isEmpty()) {
            if (secure(parts, "nothing is deleted")) {
              delete(parts, late);
              retries(parts).fit();
            } else {
              retries(parts).giveUp();
            }
          }
          holdProofs(parts);
        });
  }

  /** Keeps in memory what was proven, as far as it is little. */
  private void holdProofs(RunParts parts) throws IOException {
    boolean isLarge = proofs.news().isLarge();
    if (!isLarge) {
      proofs.news().hold();
    }
    if (isLarge || proofs.isFull()) {
      flushing.written();
      if (!secure(parts, "it may be lost with the next power cut")) {
        return;
      }
      if (isLarge) {
        proofs.news().keep();
      } else {
        proofs.commit();
      }
    }
  }

  /**
   * Flushes what was marched through in parts.
   *
   * @param isToKeep whether what was proven is to be on the disk too
   */
  MirrorReport end(boolean isToKeep) {
    proofs.distrust();
    if (!isCancelled) {
      pass((parts, _, _) -> {
        if (isToKeep && proofs.isHolding()) {
          flushing.written();
        }
        if (secure(parts, "it may be lost with the next power cut")) {
          proofs.trust();
          if (isToKeep) {
            proofs.commit();
          }
        }
      });
    }
    return report();
  }

  private void pass(Pass pass) {
    pass(Optional.empty(), pass);
  }

  private void pass(Optional<LinkGroups> groups, Pass pass) {
    Path spillFolder = RunBasis.spillFolder();
    try (var wishes = new Wishes(spillFolder);
        var links = new LinkTable(spillFolder, LinkTable.DEFAULT_BYTES);
        var noRoom = new NoRoom(spillFolder, basis.remembered().fullDisk())) {
      RunParts parts = basis.parts(tally, flushing, wishes, noRoom);
      var heldBack = new HeldBack(links, basis.carried().hardLinks(), parts.planner(), groups);
      pass.make(parts, heldBack, links);
    } catch (CancellationException e) {
      isCancelled = true;
    } catch (IOException e) {
      tally.problem(Failures.problem(RelativePath.ROOT, "the run had to be given up", e));
    }
  }

  private Marches marches(RunParts parts, HeldBack heldBack, Optional<JoiningFiles> joining) {
    return new Marches(parts, heldBack, roots, options, guards, joining);
  }

  private MirrorReport report() {
    return new MirrorReport(
        start.number(),
        options.dryRun(),
        start.at(),
        Duration.ofNanos(clock.nanos() - begun),
        isCancelled,
        tally.counts(),
        tally.problemCounts(),
        tally.problems(),
        basis.notCarried(tally),
        options.leftAlone(),
        spared,
        List.of(),
        roots.backend());
  }

  /** Looks at the open roots. */
  private FolderNode begin(RunParts parts, FolderPair folders) throws IOException {
    FolderNode root = rootNode(parts, folders.source(), folders.replica());
    if (roots.replicaIsNew()) {
      root.touch(() -> tellNewRoot(parts, root));
    }
    beginJudgement(parts, root, folders);
    return root;
  }

  /** Before anything is made that would make strangers look alike. */
  private void beginJudgement(RunParts parts, FolderNode root, FolderPair folders)
      throws IOException {
    Judgement judgement = deletionRules.judgement();
    if (judgement.isOfNewPair()) {
      Judge judge = parts.filters().ofRoot(root, folders.source()).judge();
      judgement.begin(SharedNames.areThereAny(folders, judge), !options.dryRun());
    } else if (!options.dryRun()) {
      judgement.goOn();
    }
  }

  private Tally tally(MirrorListener listener) {
    return new Tally(
        listener,
        basis.remembered().arrears(),
        new Gauge(
            basis.clock(), options.dryRun() ? OptionalLong.empty() : options.bytesPerSecond()),
        done -> {
          if (done.size().isPresent() || done.action() instanceof Action.Hardlink) {
            unflushed.add(done.path());
          }
          flushing.written();
          if (!deletionRules.isOfPart()) {
            earlyFlush.written(done.size().orElse(0));
          }
        });
  }

  /**
   * Flushes, and writes again what a failed flush has left in doubt; what goes wrong still is a
   * problem.
   *
   * @param consequence what will not be done then
   * @return whether all is on the disk
   */
  private boolean secure(RunParts parts, String consequence) throws IOException {
    if (unflushed.inDoubt() > 0) {
      // Whatever was written again has to be seen through a flush of its own.
      flushing.written();
    }
    Optional<IOException> failure = flush();
    List<RelativePath> doubtful = unflushed.doubtful();
    if (!doubtful.isEmpty()) {
      retries(parts).writeAgain(doubtful);
      failure = flush();
    }
    if (failure.isPresent() || unflushed.inDoubt() > 0) {
      tally.problem(
          new Problem(
              RelativePath.ROOT,
              Problem.Cause.FAILED,
              "the disk failed to take all that was written: %s; %s, and the next run writes it again"
                  .formatted(failure.map(Failures::reason).orElse("check it"), consequence)));
      return false;
    }
    return true;
  }

  /** What may not be on the disk is not claimed. */
  private void keepProofs(boolean areOnDisk) {
    try (ProofLog covered = proofs.news().take()) {
      if (areOnDisk) {
        proofs.news().forget();
        proofs.news().keep(covered);
      }
    } catch (IOException e) {
      tally.note("The index cannot be written: " + Failures.reason(e) + ".");
    }
  }

  private Optional<IOException> flush() {
    try {
      tally.gauge().at(Progress.Stage.FLUSHING);
      flushing.flush();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private Retries retries(RunParts parts) {
    return new Retries(parts, roots, tally.gauge().workspace(basis.algorithm()));
  }

  private void tellNewRoot(RunParts parts, FolderNode root) {
    Action create = new Action.Create(root.source());
    parts.tally().done(new ActionDone(clock.now(), root.path(), create));
  }

  private FolderNode rootNode(RunParts parts, SourceDirectory source, ReplicaDirectory replica)
      throws IOException {
    Entry.Directory sourceRoot = FolderNode.entry(source);
    Entry.Directory replicaRoot = FolderNode.entry(replica);
    if (roots.replicaIsNew()) {
      return FolderNode.newRoot(sourceRoot, replicaRoot);
    }
    Difference difference =
        parts.comparer().metadataOfRoots(sourceRoot, replicaRoot, source, replica);
    Optional<Action> due =
        difference.isNone()
            ? Optional.empty()
            : Optional.of(new Action.Meta(sourceRoot, difference));
    return FolderNode.root(sourceRoot, replicaRoot, due);
  }

  private void link(RunParts parts, LinkTable links, LateLinks late) throws IOException {
    tally.gauge().at(Progress.Stage.LINKING);
    try (var folders = new ReopenedFolders(parts, roots, MOST_OPEN_FOR_LINKS)) {
      links.forEach(linkWork(parts, folders, late)::settle);
    }
  }

  private void delete(RunParts parts, LateLinks late) throws IOException {
    if (!parts.wishes().isEmpty()) {
      Optional<String> doubt = guards.doubt();
      if (doubt.isPresent()) {
        tally.problem(new Problem(RelativePath.ROOT, Problem.Cause.FAILED, doubt.get()));
        return;
      }
    }
    tally.gauge().at(Progress.Stage.DELETING);
    try (var folders = new ReopenedFolders(parts, roots, MOST_OPEN_FOR_WISHES)) {
      LinkWork links = linkWork(parts, folders, late);
      var deletions =
          new Deletions(parts, folders, links, late, tally.gauge().workspace(basis.algorithm()));
      var counter =
          new TreeCounter(
              parts.filters(),
              RunBasis.spillFolder(),
              basis.cancellation(),
              new Workspace(DigestAlgorithm.MD5).hasher(),
              parts.applier());
      var round = new DeletionRound(parts, deletionRules, folders, counter, options.dryRun());
      spared = round.make(deletions).orMore(spared);
    }
  }

  private LinkWork linkWork(RunParts parts, ReopenedFolders folders, LateLinks late) {
    PairWork pairs = PairWork.afterMarch(parts);
    return new LinkWork(
        parts,
        deletionRules.isOfPart(),
        pairs,
        folders,
        late,
        tally.gauge().workspace(basis.algorithm()));
  }
}
