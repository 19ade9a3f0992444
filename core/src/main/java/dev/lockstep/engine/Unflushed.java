package dev.lockstep.engine;

import dev.lockstep.model.RelativePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files that were written and are not yet known to be on the disk, and those of which a failed
 * flush left it in doubt: these are written again from the source without being compared, since the
 * system may show what it had in memory and not what the disk has. Outlives a run. For any thread.
 */
final class Unflushed {
  /** How many paths are remembered; where there are more, every file is in doubt. */
  static final int MOST = 100_000;

  private Paths written = new Paths();
  private final Paths doubtful = new Paths();
  private final Set<RelativePath> rewritten = new HashSet<>();

  /** Takes note that a file was written. */
  synchronized void add(RelativePath file) {
    written.add(file);
    if (doubtful.contains(file)) {
      rewritten.add(file);
    }
  }

  /** Whether a file has to be written again, whatever comparing it would say. */
  synchronized boolean isInDoubt(RelativePath file) {
    return doubtful.contains(file) && !rewritten.contains(file);
  }

  /** The files that are in doubt; none if they are too many to be named. */
  synchronized List<RelativePath> doubtful() {
    return doubtful.paths.stream().filter(this::isInDoubt).toList();
  }

  /** There is no such file any more. */
  synchronized void forget(RelativePath file) {
    doubtful.removeAll(Set.of(file));
  }

  /** How many files are in doubt; {@link #MOST} and one more if it may be all. */
  synchronized int inDoubt() {
    return doubtful.size();
  }

  /** What a flush that begins now will cover. */
  synchronized Covered cover() {
    var covered = new Covered(written, Set.copyOf(rewritten));
    written = new Paths();
    return covered;
  }

  /** What a flush covers. */
  final class Covered {
    private final Paths files;
    private final Set<RelativePath> again;

    private Covered(Paths files, Set<RelativePath> again) {
      this.files = files;
      this.again = again;
    }

    /** The flush succeeded. */
    void isOnDisk() {
      synchronized (Unflushed.this) {
        doubtful.removeAll(again);
        rewritten.removeAll(again);
      }
    }

    /** The flush failed. */
    void isInDoubt() {
      synchronized (Unflushed.this) {
        doubtful.addAll(files);
        rewritten.removeAll(again);
      }
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

    boolean contains(RelativePath path) {
      return areAll || paths.contains(path);
    }

    int size() {
      return areAll ? MOST + 1 : paths.size();
    }
  }
}
