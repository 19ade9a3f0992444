package dev.lockstep.engine;

import dev.lockstep.filter.Filter;
import dev.lockstep.filter.FolderRules;
import dev.lockstep.filter.IgnoreFile;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.march.Found;
import dev.lockstep.march.ListingFailedException;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Node;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one tree, in the order of the paths: folder by folder, names by their unsigned
 * bytes. Holds the names of the folders that it is in, and of these a bounded number open. For one
 * thread.
 */
final class ManifestWalk {
  /** How many folders above the one at hand may stay open besides the root. */
  private static final int MOST_OPEN = 64;

  private final SourceTree tree;
  private final Rules rules;
  private final ManifestProofs proofs;
  private final ReadAhead ahead;
  private final Cancellation cancellation;

  /** The folders that the walk is in, from the root down. */
  private final List<Level> levels = new ArrayList<>();

  private FileId root = FileId.UNKNOWN;

  /** All above are closed, but for the root. */
  private int firstOpen = 1;

  /**
   * How to walk.
   *
   * @param march how names are listed
   * @param oneFileSystem whether what is mounted counts as an empty folder
   * @param filesOnly whether nothing else is told
   */
  record Rules(FolderMarch.Rules march, boolean oneFileSystem, boolean filesOnly) {}

  ManifestWalk(
      SourceTree tree,
      Rules rules,
      ManifestProofs proofs,
      ReadAhead ahead,
      Cancellation cancellation) {
    this.tree = tree;
    this.rules = rules;
    this.proofs = proofs;
    this.ahead = ahead;
    this.cancellation = cancellation;
  }

  /** A folder that the walk is in. */
  private static final class Level {
    private final RelativePath path;
    private final Entry.Directory entry;
    private final FileId id;
    private final FolderRules rules;
    private final FolderMarch names;
    private final ManifestProofs.Cursor known;
    private @Nullable SharedFolder folder;

    Level(
        FolderRules rules,
        Entry.Directory entry,
        FileId id,
        FolderMarch names,
        ManifestProofs.Cursor known,
        SharedFolder folder) {
      this.path = rules.folder();
      this.rules = rules;
      this.entry = entry;
      this.id = id;
      this.names = names;
      this.known = known;
      this.folder = folder;
    }

    void closeFolder() {
      if (folder != null) {
        folder.release();
        folder = null;
      }
    }
  }

  /**
   * Walks, telling each step.
   *
   * @throws IOException if the root cannot be opened
   */
  void walk() throws IOException {
    try {
      SourceDirectory folder = tree.openRoot();
      Entry.Directory entry;
      try {
        root = folder.id();
        entry = FolderNode.entry(folder);
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
      begin(RelativePath.ROOT, entry, root, folder);
      while (!levels.isEmpty()) {
        cancellation.check();
        Level level = levels.getLast();
        Found found = next(level);
        if (found == null) {
          end(level);
        } else {
          handle(level, found);
        }
      }
    } finally {
      levels.forEach(ManifestWalk::close);
    }
  }

  /** Begins a folder that was just opened. */
  private void begin(RelativePath path, Entry.Directory entry, FileId id, SourceDirectory folder) {
    var shared = new SharedFolder(folder, ahead.openFolders());
    FolderRules here;
    FolderMarch names;
    try {
      here = rulesOf(path, folder);
      names = FolderMarch.beginNew(here, folder, rules.march());
    } catch (IOException e) {
      shared.release();
      trouble(path, "is left out", e);
      return;
    } catch (ListingFailedException e) {
      shared.release();
      trouble(path, "cannot be listed", e.failure());
      return;
    } catch (RuntimeException | Error e) {
      shared.release();
      throw e;
    }
    var known = proofs.of(path, folder, id.fileSystem());
    levels.add(new Level(here, entry, id, names, known, shared));
    tell(new Step.Enter());
    for (String shown : names.unspeakableInSource()) {
      tell(
          new Step.Trouble(
              new Problem(
                  path,
                  Problem.Cause.FAILED,
                  shown + ": its name is no valid text, which this backend cannot read")));
    }
    if (levels.size() - firstOpen > MOST_OPEN) {
      levels.get(firstOpen).closeFolder();
      firstOpen++;
    }
  }

  /** What does not count in a folder that lies in the one at hand. */
  private FolderRules rulesOf(RelativePath path, SourceDirectory folder) throws IOException {
    Filter filter = rules.march().filter();
    IgnoreFile own = filter.readsIgnoreFiles() ? IgnoreFiles.read(folder, path) : IgnoreFile.NONE;
    return path.isRoot() ? filter.root(own) : levels.getLast().rules.below(path.name(), own);
  }

  private @Nullable Found next(Level level) {
    try {
      SourceDirectory folder = opened(level).directory();
      return level.names.next(folder, folder);
    } catch (ListingFailedException e) {
      trouble(level.path, "cannot be listed", e.failure());
    } catch (IOException e) {
      trouble(level.path, "cannot be gone on with", e);
    }
    return null;
  }

  private void end(Level level) {
    levels.removeLast();
    firstOpen = Math.min(firstOpen, Math.max(1, levels.size()));
    close(level);
    tell(new Step.Leave(level.entry));
  }

  private static void close(Level level) {
    level.closeFolder();
    try {
      level.names.close();
    } catch (IOException e) {
      // Only a file for spilled names, which nobody needs any more.
    }
  }

  private void handle(Level level, Found found) {
    switch (found) {
      case Found.LeftOut _ -> {}
      case Found.Excluded _, Found.InTheWay _ ->
          throw new IllegalStateException("a folder was compared with itself");
      case Found.Unseen unseen ->
          trouble(level.path.resolve(unseen.name()), "cannot be looked at", unseen.failure());
      case Found.InDoubt doubt ->
          trouble(
              level.path.resolve(doubt.name()), Problem.Cause.UNSTABLE, "is listed, but not found");
      case Found.Paired(Pair.SourceOnly(Entry entry)) -> handle(level, entry);
      case Found.Paired _ -> throw new IllegalStateException("a folder was compared with itself");
    }
  }

  private void handle(Level level, Entry entry) {
    switch (entry) {
      case Entry.File file -> file(level, file);
      case Entry.Directory folder -> enter(level, folder);
      case Entry.Symlink link -> symlink(level, link);
      case Entry.Special special -> special(level, special);
    }
  }

  private void file(Level level, Entry.File file) {
    RelativePath path = level.path.resolve(file.name());
    Optional<Digest> known = level.known.digest(file);
    SharedFolder folder = level.folder;
    if (known.isPresent()) {
      ahead.add(new Step.File(path, file, known.get(), false));
    } else if (folder == null) {
      throw new IllegalStateException("the folder at hand is not open");
    } else {
      ahead.add(new FileReading(folder.hold(), path, file));
    }
  }

  private void symlink(Level level, Entry.Symlink link) {
    SharedFolder folder = level.folder;
    if (rules.filesOnly() || folder == null) {
      return;
    }
    Step step;
    try {
      step = new Step.Symlink(link, folder.directory().readSymlink(link.name()));
    } catch (IOException e) {
      trouble(level.path.resolve(link.name()), "cannot be read", e);
      return;
    }
    tell(step);
  }

  private void special(Level level, Entry.Special special) {
    if (rules.filesOnly()) {
      return;
    }
    if (special.node().type() == Node.Type.OTHER) {
      trouble(
          level.path.resolve(special.name()),
          Problem.Cause.FAILED,
          "is neither file, folder nor link, and it cannot be told what it is");
    } else {
      tell(new Step.Special(special));
    }
  }

  private void enter(Level level, Entry.Directory entry) {
    FileId id = entry.stamp().id();
    if (rules.oneFileSystem() && id.isKnown() && id.fileSystem() != root.fileSystem()) {
      tell(new Step.Enter());
      tell(new Step.Leave(entry));
      return;
    }
    ahead.awaitFewerFolders();
    RelativePath path = level.path.resolve(entry.name());
    SourceDirectory folder;
    try {
      folder = open(opened(level).directory(), path, id);
    } catch (IOException e) {
      trouble(path, "cannot be opened", e);
      return;
    }
    begin(path, entry, id, folder);
  }

  /** The folder of a level, opened anew from the root if it was closed. */
  private SharedFolder opened(Level level) throws IOException {
    SharedFolder folder = level.folder;
    if (folder != null) {
      return folder;
    }
    int last = levels.size() - 1;
    // The levels above will be needed next, so some of them stay open.
    int first = Math.max(1, last - MOST_OPEN / 2);
    SourceDirectory above = opened(levels.getFirst()).directory();
    for (int i = 1; i <= last; i++) {
      Level next = levels.get(i);
      SourceDirectory opened;
      try {
        opened = open(above, next.path, next.id);
      } finally {
        if (i > 1 && i <= first) {
          above.close();
        }
      }
      above = opened;
      if (i >= first) {
        folder = new SharedFolder(opened, ahead.openFolders());
        next.closeFolder();
        next.folder = folder;
      }
    }
    firstOpen = first;
    if (folder == null) {
      throw new IllegalStateException("the root is never closed");
    }
    return folder;
  }

  private static SourceDirectory open(SourceDirectory above, RelativePath path, FileId expected)
      throws IOException {
    SourceDirectory folder = above.openDirectory(path.name());
    try {
      FileId found = folder.id();
      if (expected.isKnown() && found.isKnown() && !expected.equals(found)) {
        throw new FileSystemException(null, null, "the folder was exchanged meanwhile");
      }
      return folder;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void tell(Step step) {
    if (!rules.filesOnly() || step instanceof Step.Trouble) {
      ahead.add(step);
    }
  }

  private void trouble(RelativePath path, String operation, IOException failure) {
    Problem.Cause cause =
        failure instanceof NoSuchFileException ? Problem.Cause.UNSTABLE : Problem.Cause.FAILED;
    trouble(path, cause, operation + ": " + Failures.reason(failure));
  }

  private void trouble(RelativePath path, Problem.Cause cause, String message) {
    tell(new Step.Trouble(new Problem(path, cause, message)));
  }
}
