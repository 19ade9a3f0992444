package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.apply.Applier;
import dev.lockstep.compare.Comparer;
import dev.lockstep.compare.ContentCheck;
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
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
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
  /** How many tasks may wait; what comes beyond is done at once by who found it. */
  private static final int MOST_WAITING = 1_024;

  /**
   * How many folders are kept open, two handles each; well below the usual 1,024 handles of a
   * process.
   */
  private static final int MOST_OPEN = 256;

  /** How many folders are kept open while links are made, which lead from folder to folder. */
  private static final int MOST_OPEN_FOR_LINKS = 32;

  /** The folder of a wish, and that of what a late link leads to. */
  private static final int MOST_OPEN_FOR_WISHES = 2;

  private final MirrorOptions options;
  private final Filter filter;
  private final Roots roots;
  private final EngineClock clock;
  private final Cancellation cancellation;

  Run(
      MirrorOptions options,
      Filter filter,
      Roots roots,
      EngineClock clock,
      Cancellation cancellation) {
    this.options = options;
    this.filter = filter;
    this.roots = roots;
    this.clock = clock;
    this.cancellation = cancellation;
  }

  /** Makes the run. */
  MirrorReport make(RunStart start, MirrorListener listener) {
    long begun = clock.nanos();
    var tally = new Tally(listener);
    boolean isCancelled = false;
    Path spillFolder = Path.of(System.getProperty("java.io.tmpdir"));
    try (var wishes = new Wishes(spillFolder);
        var links = new LinkTable(spillFolder, LinkTable.DEFAULT_BYTES)) {
      RunParts parts = parts(tally, wishes, spillFolder);
      march(parts, new HeldBack(links, carried().hardLinks(), parts.planner()));
      var late = new LateLinks();
      link(parts, links, late);
      delete(parts, late);
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
        options.leftAlone());
  }

  private RunParts parts(Tally tally, Wishes wishes, Path spillFolder) {
    Capabilities capabilities = roots.replica().capabilities();
    return new RunParts(
        new FolderMarch.Rules(filter, spillFolder, NameSorter.DEFAULT_BYTES),
        new Comparer(carried(), contentCheck(), cancellation),
        new Planner(carriedKinds(capabilities), capabilities.specials()),
        new Applier(carried(), this::pause, cancellation),
        tally,
        wishes,
        new WorkQueue(MOST_WAITING),
        clock,
        cancellation,
        options.oneFileSystem(),
        options.reportUnchanged());
  }

  private void march(RunParts parts, HeldBack heldBack) throws IOException {
    SourceDirectory source = roots.source().openRoot();
    ReplicaDirectory replica = roots.replica().openRoot();
    FolderNode root = rootNode(parts, source, replica);
    if (roots.replicaIsNew()) {
      root.touch(() -> tellNewRoot(parts, root));
    }
    try (var handles = new Handles(MOST_OPEN, root, new FolderPair(source, replica))) {
      var march =
          new March(
              parts,
              new PairWork(parts, Optional.of(heldBack)),
              heldBack,
              handles,
              borders(root),
              new Settling(parts, handles));
      if (!parts.queue().offer(new FolderTask(march, root))) {
        throw new IllegalStateException("an empty queue took no task");
      }
      new WorkCrew(parts.queue(), options.jobs(), algorithm(), cancellation).workOff();
    }
  }

  private Borders borders(FolderNode root) {
    FileId source = root.source().stamp().id();
    return new Borders(options.oneFileSystem(), source, root.replicaId());
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

  private void delete(RunParts parts, LateLinks late) throws IOException {
    try (var folders = new ReopenedFolders(parts, roots, MOST_OPEN_FOR_WISHES)) {
      LinkWork links = linkWork(parts, folders, late);
      var deletions = new Deletions(parts, folders, links, late, new Workspace(algorithm()));
      parts.wishes().forEach(deletions::carryOut);
    }
  }

  private LinkWork linkWork(RunParts parts, ReopenedFolders folders, LateLinks late) {
    var pairs = new PairWork(parts, Optional.empty());
    return new LinkWork(parts, pairs, folders, late, new Workspace(algorithm()));
  }

  private void pause(int attempt) {
    clock.await(Duration.ofMillis(10L << attempt), cancellation);
  }

  private ContentCheck contentCheck() {
    return switch (options.check()) {
      case MD5, SHA256, XXH128 -> ContentCheck.DIGEST;
      case BYTES -> ContentCheck.BYTES;
      case STAMP -> ContentCheck.STAMP;
    };
  }

  /** Copies are hashed whatever the check is, so that the log can name what arrived. */
  private DigestAlgorithm algorithm() {
    return switch (options.check()) {
      case SHA256 -> DigestAlgorithm.SHA256;
      case XXH128 -> DigestAlgorithm.XXH128;
      case MD5, BYTES, STAMP -> DigestAlgorithm.MD5;
    };
  }

  private static Set<Kind> carriedKinds(Capabilities capabilities) {
    Set<Kind> kinds = EnumSet.of(Kind.FILE, Kind.DIRECTORY);
    if (capabilities.symlinks()) {
      kinds.add(Kind.SYMLINK);
    }
    return kinds;
  }

  /** What the replica can carry of what was asked for. */
  private Carried carried() {
    return roots.replica().capabilities().carried().without(options.leftAlone());
  }

  private List<String> notCarried(Tally tally) {
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
