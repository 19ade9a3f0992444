package dev.lockstep.apply;

import dev.lockstep.filter.Filter;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.NameSorter;
import dev.lockstep.spill.SortedNames;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Removes an entry of the replica, a folder with all that it holds, from the bottom up. Follows no
 * link, empties no mount point, and keeps what is left out of the mirror, and thus its parents. For
 * one thread.
 */
public final class TreeRemover {
  private final Applier applier;
  private final Filter filter;
  private final Path spillFolder;
  private final Cancellation cancellation;
  private final Sink sink;

  /**
   * Makes a remover.
   *
   * @param applier gives access to folders that lack it
   * @param filter says which paths stay
   * @param spillFolder where listings too wide for memory are sorted
   * @param sink hears what was done
   */
  public TreeRemover(
      Applier applier, Filter filter, Path spillFolder, Cancellation cancellation, Sink sink) {
    this.applier = applier;
    this.filter = filter;
    this.spillFolder = spillFolder;
    this.cancellation = cancellation;
    this.sink = sink;
  }

  /** Hears what a remover does. */
  public interface Sink {
    /** This entry was removed. */
    void removed(RelativePath path, Entry entry);

    /** This entry could not be removed, so its parents stay too. */
    void failed(RelativePath path, IOException failure);

    /**
     * This folder was not emptied, since something is mounted on it; so its parents stay too.
     *
     * @param isOfOther whether that is of another file system
     */
    void mountPoint(RelativePath path, boolean isOfOther);

    /** This entry was left alone, since it is no part of the mirror; so its parents stay too. */
    void leftOut(RelativePath path);
  }

  /**
   * Removes an entry, a folder with all that it holds.
   *
   * @param parent holds the entry
   * @param entry what to remove, as the replica has it now
   * @return whether it is gone, all of it
   */
  public boolean remove(ReplicaDirectory parent, Entry entry, RelativePath path) {
    if (entry.kind() != Kind.DIRECTORY) {
      return removeOne(parent, entry, path);
    }
    return empty(parent, entry, path) && removeOne(parent, entry, path);
  }

  /**
   * Removes all that a folder holds.
   *
   * @return whether the folder is empty now
   */
  public boolean empty(ReplicaDirectory parent, Entry folder, RelativePath path) {
    Deque<Level> levels = new ArrayDeque<>();
    try {
      boolean isEmptied = enter(parent, folder, path, levels);
      while (!levels.isEmpty()) {
        Level level = levels.element();
        Optional<Entry> child = level.nextChild();
        if (child.isPresent()) {
          descend(level, child.get(), levels);
          continue;
        }
        isEmptied = level.isEmptied;
        if (!isEmptied) {
          shut(level);
        }
        levels.remove().close();
        if (!levels.isEmpty()) {
          levels.element().isEmptied &=
              isEmptied && removeOne(level.parent, level.entry, level.path);
        }
      }
      return isEmptied;
    } finally {
      levels.forEach(Level::close);
    }
  }

  private void descend(Level level, Entry child, Deque<Level> levels) {
    cancellation.check();
    RelativePath path = level.path.resolve(child.name());
    boolean isGoing;
    if (filter.leavesOut(path)) {
      sink.leftOut(path);
      isGoing = false;
    } else if (child.kind() == Kind.DIRECTORY) {
      isGoing = enter(level.folder, child, path, levels);
    } else {
      isGoing = removeOne(level.folder, child, path);
    }
    if (!isGoing) {
      level.isEmptied = false;
    }
  }

  /** Begins with a folder; false if that is not possible. */
  private boolean enter(
      ReplicaDirectory parent, Entry entry, RelativePath path, Deque<Level> levels) {
    try {
      ReplicaDirectory folder = parent.openDirectory(entry.name());
      try {
        if (folder.isFileSystemRoot()) {
          sink.mountPoint(path, folder.id().fileSystem() != parent.id().fileSystem());
          folder.close();
          return false;
        }
        if (entry.stamp().id().isKnown() && !entry.stamp().id().equals(folder.id())) {
          throw new FileSystemException(null, null, "it was exchanged during the run");
        }
        applier.openUp(folder, entry.metadata());
        SortedNames names = SortedNames.of(folder, spillFolder, NameSorter.DEFAULT_BYTES);
        levels.push(new Level(parent, entry, path, folder, names));
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      sink.failed(path, e);
      return false;
    }
    for (String shown : levels.element().names.unspeakable()) {
      levels.element().isEmptied = false;
      sink.failed(
          path,
          new FileSystemException(null, null, "it holds " + shown + ", a name of no valid text"));
    }
    return true;
  }

  /** What stays is not left open. */
  private void shut(Level level) {
    try {
      applier.close(level.folder, level.entry.metadata());
    } catch (IOException e) {
      sink.failed(level.path, e);
    }
  }

  private boolean removeOne(ReplicaDirectory parent, Entry entry, RelativePath path) {
    try {
      parent.remove(entry.name(), entry.kind());
      sink.removed(path, entry);
      return true;
    } catch (IOException e) {
      sink.failed(path, e);
      return false;
    }
  }

  /** A folder that is being emptied. */
  private final class Level {
    private final ReplicaDirectory parent;
    private final Entry entry;
    private final RelativePath path;
    private final ReplicaDirectory folder;
    private final SortedNames names;
    private boolean isEmptied = true;

    Level(
        ReplicaDirectory parent,
        Entry entry,
        RelativePath path,
        ReplicaDirectory folder,
        SortedNames names) {
      this.parent = parent;
      this.entry = entry;
      this.path = path;
      this.folder = folder;
      this.names = names;
    }

    Optional<Entry> nextChild() {
      while (true) {
        Name name = names.current();
        if (name == null) {
          return Optional.empty();
        }
        try {
          names.advance();
          Optional<Entry> child = folder.entry(name);
          if (child.isPresent()) {
            return child;
          }
        } catch (IOException e) {
          isEmptied = false;
          sink.failed(path.resolve(name), e);
        }
      }
    }

    void close() {
      try (names;
          folder) {
        // Closing is all there is to do.
      } catch (IOException e) {
        // Harmless: nothing was written through either, and what was removed is gone.
      }
    }
  }
}
