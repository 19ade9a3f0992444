package dev.lockstep.apply;

import dev.lockstep.filter.FolderRules;
import dev.lockstep.filter.IgnoreFile;
import dev.lockstep.filter.Judge;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.SortedNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folders on the way down to the one in work, of which a bounded number of the lowest is open.
 * One that was closed is opened again on the way back up, name by name, the identity of each
 * checked. For one thread.
 */
final class Descent implements Closeable {
  /**
   * Trees may be deeper than a process may have folders open. On the way up this many come back
   * with each walk from the top, so the walks are few.
   */
  static final int MOST_OPEN = 64;

  private final ReplicaDirectory top;
  private final List<Level> levels = new ArrayList<>();

  /**
   * Begins.
   *
   * @param top holds the first folder; it stays open
   */
  Descent(ReplicaDirectory top) {
    this.top = top;
  }

  /** A folder on the way. */
  static final class Level {
    private final Entry entry;
    private final RelativePath path;
    private final FileId id;
    private final SortedNames names;
    private final FolderRules rules;
    private final Judge judge;
    private @Nullable ReplicaDirectory folder;
    private @Nullable Entry last;
    private boolean isEmptied = true;

    /** A folder, which one that is to be opened anew, and what is to be done in it. */
    Level(Entry entry, FolderRules rules, FileId id, SortedNames names) {
      this.entry = entry;
      this.path = rules.folder();
      this.rules = rules;
      this.judge = rules.judge();
      this.id = id;
      this.names = names;
    }

    /** The folder as its own folder has it. */
    Entry entry() {
      return entry;
    }

    RelativePath path() {
      return path;
    }

    /** What is to stay in it, and below. */
    FolderRules rules() {
      return rules;
    }

    /** Whether an entry of it is to stay. */
    boolean protects(Entry child) {
      return judge.protects(child.name(), child.kind() == Kind.DIRECTORY);
    }

    /** Whether an entry of it is the file that says what else is to stay. */
    boolean isIgnoreFile(Entry child) {
      return rules.filter().readsIgnoreFiles()
          && child.kind() == Kind.FILE
          && child.name().equals(IgnoreFile.NAME);
    }

    /** Takes note of an entry whose turn comes when all others are gone. */
    void keepForLast(Entry child) {
      last = child;
    }

    /** The entry whose turn comes last; empty if there is none. */
    Optional<Entry> last() {
      return Optional.ofNullable(last);
    }

    /** What is still to be done in it. */
    SortedNames names() {
      return names;
    }

    /** Takes note that something in it stays. */
    void keepsSomething() {
      isEmptied = false;
    }

    boolean isEmptied() {
      return isEmptied;
    }

    /** The folder, unless it is not open. */
    Optional<ReplicaDirectory> open() {
      return Optional.ofNullable(folder);
    }

    private void shut() {
      ReplicaDirectory open = folder;
      folder = null;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // Harmless: nothing was written through it, and what was removed is gone.
        }
      }
    }

    private void close() {
      shut();
      try {
        names.close();
      } catch (IOException e) {
        // Harmless: the names were read to their end, or nobody wants the rest.
      }
    }
  }

  boolean isAtTop() {
    return levels.isEmpty();
  }

  /** The folder in work. */
  Level lowest() {
    return levels.getLast();
  }

  /** Goes on with a folder that lies in the lowest; from now on it is closed here. */
  void enter(Level level, ReplicaDirectory folder) {
    level.folder = folder;
    levels.add(level);
    closeFarAbove(levels.size() - 1);
  }

  /** Goes back up. */
  Level leave() {
    Level left = levels.removeLast();
    left.close();
    return left;
  }

  /**
   * The lowest folder, open; the top if all others were left.
   *
   * @throws IOException if it was closed and does not lie where it was
   */
  ReplicaDirectory folder() throws IOException {
    int nearest = levels.size() - 1;
    while (nearest >= 0 && levels.get(nearest).folder == null) {
      nearest--;
    }
    ReplicaDirectory at = nearest < 0 ? top : levels.get(nearest).open().orElseThrow();
    for (int below = nearest + 1; below < levels.size(); below++) {
      at = reopen(at, levels.get(below));
      closeFarAbove(below);
    }
    return at;
  }

  private static ReplicaDirectory reopen(ReplicaDirectory parent, Level level) throws IOException {
    ReplicaDirectory folder = parent.openDirectory(level.entry.name());
    level.folder = folder;
    if (level.id.isKnown() && !level.id.equals(folder.id())) {
      level.shut();
      throw new FileSystemException(
          null, null, "a folder above it was exchanged in the replica during the run");
    }
    return folder;
  }

  private void closeFarAbove(int level) {
    if (level >= MOST_OPEN) {
      levels.get(level - MOST_OPEN).shut();
    }
  }

  @Override
  public void close() {
    levels.forEach(Level::close);
    levels.clear();
  }
}
