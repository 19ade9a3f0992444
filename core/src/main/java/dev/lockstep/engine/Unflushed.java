package dev.lockstep.engine;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.Fields;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What was written and is not yet known to be on the disk, and the files of which a failed flush
 * left it in doubt: these are written again from the source without being compared, since the
 * system may show what it had in memory and not what the disk has. Outlives a run, and where there
 * is a folder of the pair, the process. For any thread.
 */
final class Unflushed {
  /** How many paths are remembered; where there are more, every file is in doubt. */
  static final int MOST = 100_000;

  private static final String FILE = "unflushed";

  private final Optional<PairFolder> folder;
  private final String file;

  /** Not guarded by the lock, under which the state folder may be written. */
  private final AtomicBoolean isWritten = new AtomicBoolean();

  private final Paths doubtful = new Paths();
  private final Set<RelativePath> rewritten = new HashSet<>();
  private Paths written = new Paths();
  private boolean areAllToBeWritten;
  private boolean areAllWritten;

  /**
   * Whether any file is in doubt, as was kept last: mostly none is, and this is asked for each
   * without the lock.
   */
  private volatile boolean isAnyInDoubt;

  private Unflushed(Optional<PairFolder> folder, FileSystemIdentity disk) {
    this.folder = folder;
    this.file = PairFolder.nameFor(FILE, disk);
  }

  /**
   * What is known of a pair; where that cannot be read, every file is in doubt.
   *
   * @param disk which file system the replica is on: each has files of its own
   */
  static Unflushed of(Optional<PairFolder> folder, FileSystemIdentity disk) {
    var unflushed = new Unflushed(folder, disk);
    folder.ifPresent(unflushed::read);
    return unflushed;
  }

  /** Takes note that the replica was changed, or may have been since the last flush. */
  void written() {
    isWritten.set(true);
  }

  /** Whether anything was changed that no flush has covered. */
  boolean isWritten() {
    return isWritten.get();
  }

  /** The same; what is changed from now on is for the next flush. */
  boolean takeWritten() {
    return isWritten.getAndSet(false);
  }

  /** Takes note that a file was written, or got a name. */
  synchronized void add(RelativePath file) {
    written.add(file);
    if (!doubtful.areAll && doubtful.contains(file)) {
      rewritten.add(file);
    }
  }

  /** Takes note that it is in doubt whether a file is on the disk. */
  synchronized void doubt(RelativePath file) {
    doubtful.add(file);
    rewritten.remove(file);
    areAllToBeWritten = false;
    areAllWritten = false;
    keep();
  }

  /** Whether a file has to be written again, whatever comparing it would say. */
  boolean isInDoubt(RelativePath file) {
    return isAnyInDoubt && isOneOfThem(file);
  }

  private synchronized boolean isOneOfThem(RelativePath file) {
    return doubtful.contains(file) && !rewritten.contains(file);
  }

  /** How many files are in doubt; {@link #MOST} and one more if it may be all. */
  synchronized int inDoubt() {
    return doubtful.size();
  }

  /** The files that are in doubt; none if they are too many to be named. */
  synchronized List<RelativePath> doubtful() {
    return doubtful.paths.stream().filter(this::isInDoubt).toList();
  }

  /** There is no such file any more. */
  synchronized void forget(RelativePath file) {
    doubtful.removeAll(Set.of(file));
  }

  /** A run begins. */
  synchronized void begin() {
    areAllToBeWritten = doubtful.areAll;
    areAllWritten = false;
  }

  /** The run has come by every file, and has written again those that were in doubt. */
  synchronized void passed() {
    areAllWritten = areAllToBeWritten;
  }

  /** What a flush that begins now will cover. */
  synchronized Covered cover() {
    var covered = new Covered(written, Set.copyOf(rewritten), areAllWritten);
    written = new Paths();
    return covered;
  }

  /** What a flush covers. */
  final class Covered {
    private final Paths files;
    private final Set<RelativePath> again;
    private final boolean areAll;

    private Covered(Paths files, Set<RelativePath> again, boolean areAll) {
      this.files = files;
      this.again = again;
      this.areAll = areAll;
    }

    /** The flush succeeded. */
    void isOnDisk() {
      synchronized (Unflushed.this) {
        if (!isAnyInDoubt) {
          return;
        }
        doubtful.removeAll(again);
        rewritten.removeAll(again);
        if (areAll && areAllWritten) {
          doubtful.clear();
        }
        keep();
      }
    }

    /**
     * The flush failed. What was told since it began may have been written before, and be what it
     * failed for.
     */
    void isInDoubt() {
      written();
      synchronized (Unflushed.this) {
        doubtful.addAll(files);
        doubtful.addAll(written);
        rewritten.clear();
        areAllToBeWritten = false;
        areAllWritten = false;
        keep();
      }
    }
  }

  private void read(PairFolder pair) {
    if (!Files.exists(pair.file(file))) {
      return; // All is on the disk, as far as anybody could have kept.
    }
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(pair.file(file))))) {
      doubtful.areAll = in.readBoolean();
      for (int left = in.readInt(); left > 0; left--) {
        doubtful.add(Fields.readPath(in));
      }
    } catch (IOException | RuntimeException e) {
      doubtful.areAll = true;
    }
    isAnyInDoubt = doubtful.size() > 0;
  }

  /** Keeps what is in doubt; where that fails, this process still knows it. */
  private void keep() {
    isAnyInDoubt = doubtful.size() > 0;
    if (folder.isEmpty()) {
      return;
    }
    PairFolder pair = folder.get();
    try {
      if (doubtful.size() == 0) {
        Files.deleteIfExists(pair.file(file));
      } else {
        pair.write(
            file,
            stream -> {
              var out = new DataOutputStream(stream);
              out.writeBoolean(doubtful.areAll);
              out.writeInt(doubtful.paths.size());
              for (RelativePath path : doubtful.paths) {
                Fields.writePath(out, path);
              }
            });
      }
    } catch (IOException e) {
      // The state folder is on no better disk; the report tells that the replica's failed.
    }
  }

  /** A bounded number of paths, or all there are. */
  private static final class Paths {
    private final Set<RelativePath> paths = new HashSet<>();
    private boolean areAll;

    void add(RelativePath path) {
      if (areAll) {
        return;
      }
      paths.add(path);
      if (paths.size() > MOST) {
        areAll = true;
        paths.clear();
      }
    }

    void addAll(Paths others) {
      if (others.areAll) {
        areAll = true;
        paths.clear();
      }
      others.paths.forEach(this::add);
    }

    void removeAll(Set<RelativePath> others) {
      paths.removeAll(others);
    }

    void clear() {
      areAll = false;
      paths.clear();
    }

    boolean contains(RelativePath path) {
      return areAll || paths.contains(path);
    }

    int size() {
      return areAll ? MOST + 1 : paths.size();
    }
  }
}
