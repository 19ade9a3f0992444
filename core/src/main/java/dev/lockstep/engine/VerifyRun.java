package dev.lockstep.engine;

import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.Repair;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.apply.Applier;
import dev.lockstep.compare.Comparer;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.links.LinkTable;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.plan.Planner;
import dev.lockstep.spill.NameSorter;
import dev.lockstep.verify.LinkCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * One verification, with both roots found in order and open:
 *
 * <ol>
 *   <li>The march through both trees, each pair being read whole, judged, and repaired at once if
 *       it may be: {@link PairCheck}.
 *   <li>Names that are one file on one side only: {@link LinkCheck}.
 *   <li>After repairs the flush, and then the proofs of them.
 * </ol>
 */
final class VerifyRun {
  private final MirrorOptions options;
  private final Repair repair;
  private final Filter filter;
  private final Roots roots;
  private final RunGuards guards;
  private final EngineClock clock;
  private final Cancellation cancellation;
  private final Remembered remembered;
  private final Proofs proofs;
  private final Flushing flushing;

  VerifyRun(
      MirrorOptions options,
      Repair repair,
      Filter filter,
      Roots roots,
      RunGuards guards,
      EngineClock clock,
      Cancellation cancellation,
      Remembered remembered,
      Proofs proofs) {
    this.options = options;
    this.repair = repair;
    this.filter = filter;
    this.roots = roots;
    this.guards = guards;
    this.clock = clock;
    this.cancellation = cancellation;
    this.remembered = remembered;
    this.proofs = proofs;
    Durability durability = repair == Repair.NOTHING ? Durability.NONE : options.durability();
    this.flushing = new Flushing(roots.replica(), durability, remembered.unflushed());
  }

  /** Verifies. */
  VerifyReport make(RunStart start, MirrorListener listener) {
    long begun = clock.nanos();
    var tally = new Tally(listener, remembered.arrears(), _ -> flushing.written());
    var findings = new Findings(tally);
    boolean isCancelled = false;
    Path spillFolder = Path.of(System.getProperty("java.io.tmpdir"));
    guards.protectedMounts().forEach(tally::problem);
    try (var wishes = new Wishes(spillFolder);
        var noRoom = new NoRoom(spillFolder, remembered.fullDisk());
        var links = new LinkCheck(spillFolder)) {
      RunParts parts = parts(tally, wishes, noRoom, spillFolder);
      march(parts, findings, links, spillFolder);
      links.forEach(findings::add);
      secure(tally);
    } catch (CancellationException e) {
      isCancelled = true;
    } catch (IOException e) {
      tally.problem(Failures.problem(RelativePath.ROOT, "verifying had to be given up", e));
    }
    return new VerifyReport(
        start.at(),
        Duration.ofNanos(clock.nanos() - begun),
        isCancelled,
        new VerifyReport.Counts(
            tally.entries(),
            findings.sourceBytes(),
            findings.replicaBytes(),
            tally.counts().leftOut()),
        findings.found(),
        findings.repaired(),
        findings.first(),
        tally.problemCounts(),
        tally.problems(),
        Run.notCarried(roots, options, tally),
        options.leftAlone(),
        List.of());
  }

  private RunParts parts(Tally tally, Wishes wishes, NoRoom noRoom, Path spillFolder) {
    Capabilities capabilities = roots.replica().capabilities();
    return new RunParts(
        new FolderMarch.Rules(filter, spillFolder, NameSorter.DEFAULT_BYTES),
        new Comparer(carried(), Checks.of(options.check()), cancellation),
        new Planner(Run.carriedKinds(capabilities), capabilities.specials()),
        new Applier(carried(), this::pause, cancellation),
        tally,
        wishes,
        flushing,
        remembered.unflushed(),
        noRoom,
        proofs,
        new WorkQueue(Marches.MOST_WAITING),
        clock,
        cancellation,
        options.oneFileSystem(),
        options.reportUnchanged());
  }

  private void march(RunParts parts, Findings findings, LinkCheck links, Path spillFolder)
      throws IOException {
    SourceDirectory source = roots.source().openRoot();
    ReplicaDirectory replica = roots.replica().openRoot();
    FolderNode root =
        FolderNode.root(FolderNode.entry(source), FolderNode.entry(replica), Optional.empty());
    try (var table = new LinkTable(spillFolder, LinkTable.DEFAULT_BYTES);
        var handles =
            new Handles(
                Marches.MOST_OPEN,
                root,
                new FolderPair(source, replica),
                roots.replica()::alsoFlush)) {
      checkRoot(parts, findings, root, source, replica);
      var heldBack = new HeldBack(table, false, parts.planner());
      var settling = new Settling(parts, handles);
      var group =
          new CommitGroup(
              parts,
              heldBack,
              settling,
              (file, _) -> {
                throw new IllegalStateException("repairs wait for no others: " + file);
              });
      var pairs = new PairCheck(parts, repair, carried().hardLinks(), findings, links);
      FileId borderSource = root.source().stamp().id();
      var march =
          new March(
              parts,
              pairs,
              heldBack,
              group,
              handles,
              new Borders(options.oneFileSystem(), borderSource, root.replicaId()),
              settling,
              new Checkpoints(parts));
      if (!parts.queue().offer(new FolderTask(march, root))) {
        throw new IllegalStateException("an empty queue took no task");
      }
      new WorkCrew(parts.queue(), options.jobs(), Checks.algorithm(options.check()), cancellation)
          .workOff();
    }
  }

  private static void checkRoot(
      RunParts parts,
      Findings findings,
      FolderNode root,
      SourceDirectory source,
      ReplicaDirectory replica)
      throws IOException {
    if (root.replica().orElse(null) instanceof Entry.Directory replicaRoot) {
      Difference difference =
          parts.comparer().metadataOfRoots(root.source(), replicaRoot, source, replica);
      if (!difference.isNone()) {
        findings.add(
            new Finding(RelativePath.ROOT, Kind.DIRECTORY, Finding.Sort.METADATA, difference));
      }
    }
  }

  /** Has on the disk what was repaired, and only then remembers it as proven. */
  private void secure(Tally tally) {
    if (repair == Repair.NOTHING) {
      return;
    }
    try {
      if (proofs.hasNews()) {
        flushing.written();
      }
      flushing.flush();
    } catch (IOException e) {
      tally.problem(
          new Problem(
              RelativePath.ROOT,
              Problem.Cause.FAILED,
              "the disk failed to take what was repaired: %s; check the disk"
                  .formatted(Failures.reason(e))));
      return;
    }
    try {
      proofs.end(true);
    } catch (IOException e) {
      tally.note("The index cannot be written: " + Failures.reason(e) + ".");
    }
  }

  private Carried carried() {
    return Checks.carried(roots, options);
  }

  private void pause(int attempt) {
    clock.await(Duration.ofMillis(10L << attempt), cancellation);
  }
}
