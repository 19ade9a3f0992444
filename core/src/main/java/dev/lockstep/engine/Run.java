package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.Spared;
import dev.lockstep.apply.Applier;
import dev.lockstep.apply.TreeCounter;
import dev.lockstep.compare.Comparer;
import dev.lockstep.digest.Workspace;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.links.LinkTable;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Action;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Difference;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.plan.Planner;
import dev.lockstep.spill.NameSorter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * One run over open roots, from the march to the report. For one thread, which waits for the
 * workers.
 */
final class Run {
  /** How many folders are kept open while links are made, which lead from folder to folder. */
  private static final int MOST_OPEN_FOR_LINKS = 32;

  /** The folder of a wish, and that of what a late link leads to. */
  private static final int MOST_OPEN_FOR_WISHES = 2;

  private final MirrorOptions options;
  private final Filter filter;
  private final Roots roots;
  private final Remembered remembered;
  private final Unflushed unflushed;
  private final Flushing flushing;
  private final RunGuards guards;
  private final DeletionRules deletionRules;
  private final EngineClock clock;
  private final Cancellation cancellation;
  private final Proofs proofs;

  Run(
      MirrorOptions options,
      Filter filter,
      Roots roots,
      RunGuards guards,
      DeletionRules deletionRules,
      EngineClock clock,
      Cancellation cancellation,
      Remembered remembered,
      Proofs proofs) {
    this.options = options;
    this.remembered = remembered;
    this.unflushed = remembered.unflushed();
    this.flushing =
        new Flushing(
            roots.replica(), options.dryRun() ? Durability.NONE : options.durability(), unflushed);
    this.filter = filter;
    this.roots = roots;
    this.guards = guards;
    this.deletionRules = deletionRules;
    this.clock = clock;
    this.cancellation = cancellation;
    this.proofs = proofs;
  }

  /** Makes the run. */
  MirrorReport make(RunStart start, MirrorListener listener) {
    long begun = clock.nanos();
    Tally tally = tally(listener);
    boolean isCancelled = false;
    Spared spared = Spared.NOTHING;
    Path spillFolder = Path.of(System.getProperty("java.io.tmpdir"));
    guards.protectedMounts().forEach(tally::problem);
    unflushed.begin();
    try (var wishes = new Wishes(spillFolder);
        var links = new LinkTable(spillFolder, LinkTable.DEFAULT_BYTES);
        var noRoom = new NoRoom(spillFolder, remembered.fullDisk())) {
      RunParts parts = parts(tally, wishes, noRoom, spillFolder);
      var heldBack = new HeldBack(links, carried().hardLinks(), parts.planner());
      new Marches(parts, heldBack, roots, options, guards).make(folders -> begin(parts, folders));
      var late = new LateLinks();
      link(parts, links, late);
      if (tally.problemCounts().isEmpty()) {
        unflushed.passed();
      }
      if (proofs.hasNews()) {
        // It is claimed to be on the disk, be it that somebody else has put it there.
        flushing.written();
      }
      if (secure(parts, "nothing is deleted")) {
        spared = delete(parts, late);
        retries(parts).fit();
        keepProofs(tally, secure(parts, "it may be lost with the next power cut"));
      } else {
        retries(parts).giveUp();
      }
    } catch (CancellationException e) {
      isCancelled = true;
    } catch (IOException e) {
      tally.problem(Failures.problem(RelativePath.ROOT, "the run had to be given up", e));
    }
    return new MirrorReport(
        start.number(),
        options.dryRun(),
        start.at(),
        Duration.ofNanos(clock.nanos() - begun),
        isCancelled,
        tally.counts(),
        tally.problemCounts(),
        tally.problems(),
        notCarried(tally),
        options.leftAlone(),
        spared,
        List.of());
  }

  private RunParts parts(Tally tally, Wishes wishes, NoRoom noRoom, Path spillFolder) {
    Capabilities capabilities = roots.replica().capabilities();
    return new RunParts(
        new FolderMarch.Rules(filter, spillFolder, NameSorter.DEFAULT_BYTES),
        new Comparer(carried(), Checks.of(options.check()), cancellation),
        new Planner(carriedKinds(capabilities), capabilities.specials()),
        new Applier(carried(), this::pause, cancellation),
        tally,
        wishes,
        flushing,
        unflushed,
        noRoom,
        proofs,
        new WorkQueue(Marches.MOST_WAITING),
        clock,
        cancellation,
        options.oneFileSystem(),
        options.reportUnchanged());
  }

  /** Looks at the open roots. */
  private FolderNode begin(RunParts parts, FolderPair folders) throws IOException {
    FolderNode root = rootNode(parts, folders.source(), folders.replica());
    if (roots.replicaIsNew()) {
      root.touch(() -> tellNewRoot(parts, root));
    }
    beginJudgement(folders.source(), folders.replica());
    return root;
  }

  /** Before anything is made that would make strangers look alike. */
  private void beginJudgement(SourceDirectory source, ReplicaDirectory replica) throws IOException {
    Judgement judgement = deletionRules.judgement();
    if (judgement.isOfNewPair()) {
      judgement.begin(SharedNames.areThereAny(source, replica, filter), !options.dryRun());
    } else if (!options.dryRun()) {
      judgement.goOn();
    }
  }

  private Tally tally(MirrorListener listener) {
    return new Tally(
        listener,
        remembered.arrears(),
        done -> {
          if (done.size().isPresent() || done.action() instanceof Action.Hardlink) {
            unflushed.add(done.path());
          }
          flushing.written();
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
      parts
          .tally()
          .problem(
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
  private void keepProofs(Tally tally, boolean areOnDisk) {
    try {
      proofs.end(areOnDisk);
    } catch (IOException e) {
      tally.note("The index cannot be written: " + Failures.reason(e) + ".");
    }
  }

  private Optional<IOException> flush() {
    try {
      flushing.flush();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private Retries retries(RunParts parts) {
    return new Retries(parts, roots, new Workspace(Checks.algorithm(options.check())));
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
    try (var folders = new ReopenedFolders(parts, roots, MOST_OPEN_FOR_LINKS)) {
      links.forEach(linkWork(parts, folders, late)::settle);
    }
  }

  private Spared delete(RunParts parts, LateLinks late) throws IOException {
    if (!parts.wishes().isEmpty()) {
      Optional<String> doubt = guards.doubt();
      if (doubt.isPresent()) {
        parts.tally().problem(new Problem(RelativePath.ROOT, Problem.Cause.FAILED, doubt.get()));
        return Spared.NOTHING;
      }
    }
    try (var folders = new ReopenedFolders(parts, roots, MOST_OPEN_FOR_WISHES)) {
      LinkWork links = linkWork(parts, folders, late);
      var deletions =
          new Deletions(
              parts, folders, links, late, new Workspace(Checks.algorithm(options.check())));
      var counter =
          new TreeCounter(
              filter,
              parts.rules().spillFolder(),
              cancellation,
              new Workspace(DigestAlgorithm.MD5).hasher(),
              parts.applier());
      return new DeletionRound(parts, deletionRules, folders, counter, options.dryRun())
          .make(deletions);
    }
  }

  private LinkWork linkWork(RunParts parts, ReopenedFolders folders, LateLinks late) {
    PairWork pairs = PairWork.afterMarch(parts);
    return new LinkWork(
        parts, pairs, folders, late, new Workspace(Checks.algorithm(options.check())));
  }

  private void pause(int attempt) {
    clock.await(Duration.ofMillis(10L << attempt), cancellation);
  }

  static Set<Kind> carriedKinds(Capabilities capabilities) {
    Set<Kind> kinds = EnumSet.of(Kind.FILE, Kind.DIRECTORY);
    if (capabilities.symlinks()) {
      kinds.add(Kind.SYMLINK);
    }
    return kinds;
  }

  /** What the replica can carry of what was asked for. */
  private Carried carried() {
    return Checks.carried(roots, options);
  }

  private List<String> notCarried(Tally tally) {
    return notCarried(roots, options, tally);
  }

  /** What the replica cannot hold, in words. */
  static List<String> notCarried(Roots roots, MirrorOptions options, Tally tally) {
    List<String> notCarried = new ArrayList<>();
    for (Capabilities.Lack lack : roots.replica().capabilities().lacks()) {
      if (lack.part().filter(options.leftAlone()::contains).isEmpty()) {
        notCarried.add(lack.words());
      }
    }
    long specials = tally.specialsNotCarried();
    if (specials > 0) {
      notCarried.add("special files: " + specials);
    }
    return notCarried;
  }
}
