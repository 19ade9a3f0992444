package dev.lockstep.engine;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.Repair;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.index.ProofLog;
import dev.lockstep.links.LinkTable;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Difference;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.verify.LinkCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

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
  private final RunBasis basis;
  private final Repair repair;
  private final MirrorOptions options;
  private final Roots roots;
  private final Proofs proofs;
  private final Flushing flushing;
  private final OptionalLong expected;

  /**
   * Makes it.
   *
   * @param repair what may be repaired; nothing: the options are those of a dry run
   * @param expected how many entries there may be
   */
  VerifyRun(RunBasis basis, Repair repair, OptionalLong expected) {
    this.expected = expected;
    this.basis = basis;
    this.repair = repair;
    this.options = basis.options();
    this.roots = basis.roots();
    this.proofs = basis.proofs();
    this.flushing = basis.flushing();
  }

  /** Verifies. */
  VerifyReport make(RunStart start, MirrorListener listener) {
    long begun = basis.clock().nanos();
    var gauge = new Gauge(basis.clock(), OptionalLong.empty());
    var tally = new Tally(listener, basis.remembered().arrears(), gauge, _ -> flushing.written());
    listener.progress(() -> tally.progress(expected));
    var findings = new Findings(tally);
    boolean isCancelled = false;
    Path spillFolder = RunBasis.spillFolder();
    basis.guards().protectedMounts().forEach(tally::problem);
    try (var wishes = new Wishes(spillFolder);
        var noRoom = new NoRoom(spillFolder, basis.remembered().fullDisk());
        var links = new LinkCheck(spillFolder)) {
      march(basis.parts(tally, flushing, wishes, noRoom), findings, links);
      links.forEach(findings::add);
      secure(tally);
    } catch (CancellationException e) {
      isCancelled = true;
    } catch (IOException e) {
      tally.problem(Failures.problem(RelativePath.ROOT, "verifying had to be given up", e));
    }
    return new VerifyReport(
        start.at(),
        Duration.ofNanos(basis.clock().nanos() - begun),
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
        basis.notCarried(tally),
        options.leftAlone(),
        List.of());
  }

  private void march(RunParts parts, Findings findings, LinkCheck links) throws IOException {
    SourceDirectory source = roots.source().openRoot();
    ReplicaDirectory replica = roots.replica().openRoot();
    FolderNode root =
        FolderNode.root(FolderNode.entry(source), FolderNode.entry(replica), Optional.empty());
    DigestAlgorithm algorithm = basis.algorithm();
    Cancellation cancellation = basis.cancellation();
    Supplier<Workspace> workspaces = () -> parts.tally().gauge().workspace(algorithm);
    try (var table = new LinkTable(RunBasis.spillFolder(), LinkTable.DEFAULT_BYTES);
        var readers = new SecondReaders(parts.workers().getAsInt(), workspaces, cancellation);
        var handles =
            new Handles(
                Marches.MOST_OPEN,
                root,
                new FolderPair(source, replica),
                roots.replica()::alsoFlush)) {
      checkRoot(parts, findings, root, source, replica);
      var heldBack = new HeldBack(table, false, parts.planner(), Optional.empty());
      var settling = new Settling(parts, handles);
      var group =
          new CommitGroup(
              parts,
              heldBack,
              settling,
              (file, _) -> {
                throw new IllegalStateException("repairs wait for no others: " + file);
              });
      var pairs =
          new PairCheck(parts, repair, basis.carried().hardLinks(), findings, links, readers);
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
      new WorkCrew(parts.queue(), parts.workers(), workspaces, cancellation).workOff();
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
      if (proofs.news().hasProofs()) {
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
    try (ProofLog covered = proofs.news().take()) {
      proofs.news().keep(covered);
    } catch (IOException e) {
      tally.note("The index cannot be written: " + Failures.reason(e) + ".");
    }
  }
}
