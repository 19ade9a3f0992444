package dev.lockstep.engine;

import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.ManifestReport;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.guard.PairPaths;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import dev.lockstep.spill.NameSorter;
import dev.lockstep.verify.ChecksumLines;
import dev.lockstep.verify.TreeDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Makes one manifest, of lines or of one digest. For one thread. */
final class ManifestRun {
  private final ManifestOptions options;
  private final Backends backends;
  private final ManifestListener listener;
  private final Cancellation cancellation;
  private final Path spillFolder = RunBasis.spillFolder();
  private long files;
  private long read;
  private long failed;
  private long unstable;

  ManifestRun(
      ManifestOptions options,
      Backends backends,
      ManifestListener listener,
      Cancellation cancellation) {
    this.options = options;
    this.backends = backends;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /**
   * Writes a line for each file.
   *
   * @throws MirrorException if the folder is not in order
   * @throws IOException if a line cannot be written
   */
  ManifestReport write(ChecksumLines lines) throws MirrorException, IOException {
    try {
      boolean isWhole =
          walk(
              true,
              step -> {
                if (step instanceof Step.File file) {
                  lines.write(file.path(), file.digest());
                }
              });
      return report(!isWhole, Optional.empty());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Makes one digest of all.
   *
   * @throws MirrorException if the folder is not in order
   */
  ManifestReport digest() throws MirrorException {
    var digesting = new Digesting(new TreeDigest(Checks.algorithm(options.check())));
    boolean isWhole = walk(false, digesting);
    Optional<Digest> digest = Optional.ofNullable(digesting.digest);
    boolean isSound = isWhole && failed == 0 && unstable == 0;
    return report(!isWhole, isSound ? digest : Optional.empty());
  }

  /** Takes steps in order. */
  @FunctionalInterface
  private interface Steps {
    void take(Step step) throws IOException;
  }

  /** Feeds a digest. */
  private static final class Digesting implements Steps {
    private final TreeDigest tree;
    private int depth;
    private @Nullable Digest digest;

    Digesting(TreeDigest tree) {
      this.tree = tree;
    }

    @Override
    public void take(Step step) {
      switch (step) {
        case Step.Enter _ -> {
          depth++;
          tree.enter();
        }
        case Step.Leave(var folder) -> {
          depth--;
          int mode = folder.metadata().mode();
          if (depth > 0) {
            tree.leave(folder.name(), mode);
          } else {
            digest = tree.finish(mode);
          }
        }
        case Step.File file ->
            tree.file(file.entry().name(), file.entry().metadata().mode(), file.digest());
        case Step.Symlink(var link, var target) -> tree.symlink(link.name(), target);
        case Step.Special(var special) ->
            tree.special(special.name(), special.metadata().mode(), special.node());
        case Step.Trouble _ -> {}
      }
    }
  }

  /** Walks through the folder; whether to its end. */
  private boolean walk(boolean filesOnly, Steps steps) throws MirrorException {
    Backends.Choice backend = backends.choose(options.folder());
    try {
      RootState.Folder folder = folder(backend.provider().inspect(options.folder()));
      backend.notes().forEach(listener::note);
      var march = new FolderMarch.Rules(filter(folder), spillFolder, NameSorter.DEFAULT_BYTES);
      var rules = new ManifestWalk.Rules(march, options.oneFileSystem(), filesOnly);
      try (SourceTree tree = backend.provider().openSource(options.folder());
          ManifestProofs proofs = ManifestProofs.open(options, folder, backends, spillFolder);
          var ahead =
              new ReadAhead(
                  workers(tree),
                  Checks.algorithm(options.check()),
                  cancellation,
                  step -> count(step, steps))) {
        new ManifestWalk(tree, rules, proofs, ahead, cancellation).walk();
        ahead.finish();
        return true;
      }
    } catch (CancellationException e) {
      return false;
    } catch (IOException e) {
      throw refused("cannot be opened: " + Failures.reason(e) + ".");
    }
  }

  private int workers(SourceTree tree) {
    return options
        .jobs()
        .orElseGet(() -> Workers.usual(EnumSet.of(tree.storage()), Workers.ofCores()));
  }

  private void count(Step step, Steps steps) {
    switch (step) {
      case Step.File file -> {
        files++;
        read += file.isRead() ? 1 : 0;
      }
      case Step.Trouble(Problem problem) -> {
        if (problem.cause() == Problem.Cause.UNSTABLE) {
          unstable++;
        } else {
          failed++;
        }
        listener.problem(problem);
      }
      case Step.Enter _, Step.Leave _, Step.Symlink _, Step.Special _ -> {}
    }
    try {
      steps.take(step);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ManifestReport report(boolean cancelled, Optional<Digest> digest) {
    return new ManifestReport(files, read, failed, unstable, cancelled, digest);
  }

  private Filter filter(RootState.Folder folder) throws IOException, MirrorException {
    Set<RelativePath> paths = new HashSet<>();
    for (Path path : options.leftOut()) {
      Optional<RelativePath> inside = PairPaths.inside(folder.realPath(), path.toRealPath());
      if (inside.isPresent() && !inside.get().isRoot()) {
        paths.add(inside.get());
        listener.note(inside.get() + " is being written, and is left out.");
      }
    }
    return Filters.of(options.filter()).leavingOutAlso(paths);
  }

  private RootState.Folder folder(RootState state) throws MirrorException {
    return switch (state) {
      case RootState.Folder folder when folder.readable() -> folder;
      case RootState.Folder _ ->
          throw refused("may not be read by this user; grant read access or run as another user.");
      case RootState.Missing _ ->
          throw refused("does not exist; check the path, and that its disk is mounted.");
      case RootState.DanglingLink _ ->
          throw refused("is a link that leads nowhere; check where it points.");
      case RootState.NotAFolder other ->
          throw refused("is a " + other.kind().word() + ", not a folder; name a folder.");
      case RootState.Unreachable unreachable ->
          throw refused("cannot be reached: " + Shown.text(unreachable.reason()) + ".");
    };
  }

  private MirrorException refused(String why) {
    return new MirrorException(
        Reason.REFUSED, "The folder %s %s".formatted(Shown.text(options.folder().toString()), why));
  }
}
