package dev.lockstep.apply;

import dev.lockstep.filter.FolderRules;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.NameSorter;
import dev.lockstep.spill.SortedNames;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Removes an entry of the replica, a folder with all that it holds, from the bottom up. Follows no
 * link, empties no mount point, and keeps what is left out of the mirror, and thus its parents with
 * their ignore files. A tree may be of any depth. For one thread.
 */
public final class TreeRemover {
  private final Applier applier;
  private final Protection protection;
  private final Path spillFolder;
  private final Cancellation cancellation;
  private final Sink sink;

  /**
   * Makes a remover.
   *
   * @param applier gives access to folders that lack it
   * @param protection says what stays
   * @param spillFolder where listings too wide for memory are sorted
   * @param sink hears what was done
   */
  public TreeRemover(
      Applier applier,
      Protection protection,
      Path spillFolder,
      Cancellation cancellation,
      Sink sink) {
    this.applier = applier;
    this.protection = protection;
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
    FolderRules above;
    try {
      above = protection.at(path.parent());
    } catch (IOException e) {
      sink.failed(path, e);
      return false;
    }
    try (var way = new Descent(parent)) {
      boolean isEmptied = enter(way, folder, above);
      while (!way.isAtTop()) {
        Optional<Entry> child = nextChild(way);
        if (child.isPresent()) {
          descend(way, child.get());
        } else {
          isEmptied = leave(way);
        }
      }
      return isEmptied;
    }
  }

  private void descend(Descent way, Entry child) {
    cancellation.check();
    Descent.Level level = way.lowest();
    RelativePath path = level.path().resolve(child.name());
    boolean isGoing;
    if (level.protects(child)) {
      sink.leftOut(path);
      isGoing = false;
    } else if (level.isIgnoreFile(child)) {
      // What protects others goes after them, or the next run would not know that they stay.
      level.keepForLast(child);
      isGoing = true;
    } else if (child.kind() == Kind.DIRECTORY) {
      isGoing = enter(way, child, level.rules());
    } else {
      isGoing = removeOne(way, child, path);
    }
    if (!isGoing) {
      level.keepsSomething();
    }
  }

  /** Begins with a folder; false if that is not possible. */
  private boolean enter(Descent way, Entry entry, FolderRules above) {
    RelativePath path = above.folder().resolve(entry.name());
    try {
      ReplicaDirectory parent = way.folder();
      ReplicaDirectory folder = parent.openDirectory(entry.name());
      try {
        if (folder.isFileSystemRoot()) {
          sink.mountPoint(path, folder.id().fileSystem() != parent.id().fileSystem());
          folder.close();
          return false;
        }
        FileId id = folder.id();
        if (entry.stamp().id().isKnown() && !entry.stamp().id().equals(id)) {
          throw new FileSystemException(null, null, "it was exchanged during the run");
        }
        applier.openUp(folder, entry.metadata());
        FolderRules rules = rules(above, entry, folder);
        SortedNames names = SortedNames.of(folder, spillFolder, NameSorter.DEFAULT_BYTES);
        way.enter(new Descent.Level(entry, rules, id, names), folder);
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      sink.failed(path, e);
      return false;
    }
    Descent.Level level = way.lowest();
    for (String shown : level.names().unspeakable()) {
      level.keepsSomething();
      sink.failed(
          path,
          new FileSystemException(null, null, "it holds " + shown + ", a name of no valid text"));
    }
    return true;
  }

  /** A folder of which nobody knows what it is to keep is not left open. */
  private FolderRules rules(FolderRules above, Entry entry, ReplicaDirectory folder)
      throws IOException {
    try {
      return protection.below(above, entry.name(), folder);
    } catch (IOException e) {
      applier.close(folder, entry.metadata());
      throw e;
    }
  }

  private Optional<Entry> nextChild(Descent way) {
    Descent.Level level = way.lowest();
    try {
      return nextChild(way.folder(), level);
    } catch (IOException e) {
      // What is left of it stays.
      level.keepsSomething();
      sink.failed(level.path(), e);
      return Optional.empty();
    }
  }

  private Optional<Entry> nextChild(ReplicaDirectory folder, Descent.Level level) {
    SortedNames names = level.names();
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
        level.keepsSomething();
        sink.failed(level.path().resolve(name), e);
      }
    }
  }

  /** Ends with the lowest folder, which goes if it is empty; tells whether it is. */
  private boolean leave(Descent way) {
    Descent.Level level = way.lowest();
    Optional<Entry> last = level.last();
    if (level.isEmptied()
        && last.isPresent()
        && !removeOne(way, last.get(), level.path().resolve(last.get().name()))) {
      level.keepsSomething();
    }
    if (!level.isEmptied()) {
      level.open().ifPresent(folder -> shut(folder, level));
    }
    way.leave();
    boolean isLast = way.isAtTop();
    if (!isLast && !(level.isEmptied() && removeOne(way, level.entry(), level.path()))) {
      way.lowest().keepsSomething();
    }
    return level.isEmptied();
  }

  /** What stays is not left open. */
  private void shut(ReplicaDirectory folder, Descent.Level level) {
    try {
      applier.close(folder, level.entry().metadata());
    } catch (IOException e) {
      sink.failed(level.path(), e);
    }
  }

  private boolean removeOne(Descent way, Entry entry, RelativePath path) {
    try {
      return removeOne(way.folder(), entry, path);
    } catch (IOException e) {
      sink.failed(path, e);
      return false;
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
}
