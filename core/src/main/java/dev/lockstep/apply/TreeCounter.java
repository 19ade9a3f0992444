package dev.lockstep.apply;

import dev.lockstep.digest.Hasher;
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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what {@link TreeRemover} would remove, by the same rules, and removes nothing: it follows
 * no link, enters no mount point, and passes over what is left out of the mirror, and what has to
 * stay with it. A folder that its owner may not list is opened up for as long as it is counted. A
 * tree may be of any depth. For one thread.
 */
public final class TreeCounter {
  /** Of an entry: its kind, inode and birth. */
  private static final int ENTRY_BYTES = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;

  private static final byte LEAVES = -1;

  private final Protection protection;
  private final Path spillFolder;
  private final Cancellation cancellation;
  private final Hasher hasher;
  private final Applier applier;
  private long entries;
  private long kept;
  private boolean isWhole;
  private @Nullable IOException unruled;

  /**
   * Makes a counter.
   *
   * @param protection says what stays
   * @param spillFolder where listings too wide for memory are sorted
   * @param hasher makes the fingerprints; nobody else may use it meanwhile
   * @param applier opens folders up
   */
  public TreeCounter(
      Protection protection,
      Path spillFolder,
      Cancellation cancellation,
      Hasher hasher,
      Applier applier) {
    this.applier = applier;
    this.protection = protection;
    this.spillFolder = spillFolder;
    this.cancellation = cancellation;
    this.hasher = hasher;
  }

  /**
   * Counts an entry with all that it holds.
   *
   * @param parent holds the entry
   */
  public Holdings count(ReplicaDirectory parent, Entry entry, RelativePath path) {
    hasher.reset();
    entries = 0;
    kept = 0;
    isWhole = true;
    unruled = null;
    add(entry);
    if (entry.kind() == Kind.DIRECTORY) {
      walk(parent, entry, path);
    }
    return new Holdings(entries, kept, hasher.finish(), isWhole, Optional.ofNullable(unruled));
  }

  private void walk(ReplicaDirectory parent, Entry folder, RelativePath path) {
    FolderRules above;
    try {
      above = protection.at(path.parent());
    } catch (IOException e) {
      isWhole = false;
      unruled = e;
      return;
    }
    try (var way = new Descent(parent)) {
      enter(way, folder, above);
      while (!way.isAtTop()) {
        Optional<Entry> child = nextChild(way);
        if (child.isEmpty()) {
          leave(way);
          hasher.update(new byte[] {LEAVES}, 0, 1);
        } else {
          descend(way, child.get());
        }
      }
    }
  }

  private void descend(Descent way, Entry child) {
    cancellation.check();
    Descent.Level level = way.lowest();
    if (level.protects(child)) {
      level.keepsSomething();
      return;
    }
    add(child);
    if (level.isIgnoreFile(child)) {
      level.keepForLast(child);
    } else if (child.kind() == Kind.DIRECTORY) {
      enter(way, child, level.rules());
    }
  }

  private void enter(Descent way, Entry entry, FolderRules above) {
    try {
      ReplicaDirectory folder = way.folder().openDirectory(entry.name());
      try {
        if (folder.isFileSystemRoot()) {
          folder.close();
          return;
        }
        applier.openUp(folder, entry.metadata());
        FolderRules rules = rules(above, entry, folder);
        SortedNames names = SortedNames.of(folder, spillFolder, NameSorter.DEFAULT_BYTES);
        way.enter(new Descent.Level(entry, rules, folder.id(), names), folder);
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      isWhole = false;
    }
  }

  /** A folder of which nobody knows what it is to keep is not left open. */
  private FolderRules rules(FolderRules above, Entry entry, ReplicaDirectory folder)
      throws IOException {
    try {
      return protection.below(above, entry.name(), folder);
    } catch (IOException e) {
      unruled = e;
      applier.close(folder, entry.metadata());
      throw e;
    }
  }

  private void leave(Descent way) {
    Descent.Level level = way.lowest();
    try {
      applier.close(way.folder(), level.entry().metadata());
    } catch (IOException e) {
      isWhole = false;
    }
    way.leave();
    if (!level.isEmptied()) {
      // The folder stays, and so does what says why.
      long stay = level.last().isPresent() ? 2 : 1;
      entries -= stay;
      kept += stay;
      if (!way.isAtTop()) {
        way.lowest().keepsSomething();
      }
    }
  }

  private Optional<Entry> nextChild(Descent way) {
    SortedNames names = way.lowest().names();
    try {
      ReplicaDirectory folder = way.folder();
      for (Name name = names.current(); name != null; name = names.current()) {
        names.advance();
        Optional<Entry> child = look(folder, name);
        if (child.isPresent()) {
          return child;
        }
      }
    } catch (IOException e) {
      isWhole = false;
    }
    return Optional.empty();
  }

  private Optional<Entry> look(ReplicaDirectory folder, Name name) {
    try {
      return folder.entry(name);
    } catch (IOException e) {
      isWhole = false;
      return Optional.empty();
    }
  }

  private void add(Entry entry) {
    entries++;
    byte[] name = entry.name().toBytes();
    FileId id = entry.stamp().id();
    Instant birth = id.birth() == null ? Instant.EPOCH : id.birth();
    byte[] rest =
        ByteBuffer.allocate(ENTRY_BYTES)
            .put(letter(entry.kind()))
            .putLong(id.inode())
            .putLong(birth.getEpochSecond())
            .putInt(birth.getNano())
            .array();
    // A name has no NUL, and a number of bytes follows that is always the same.
    hasher.update(name, 0, name.length);
    hasher.update(new byte[1], 0, 1);
    hasher.update(rest, 0, rest.length);
  }

  private static byte letter(Kind kind) {
    return switch (kind) {
      case FILE -> 'f';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case SPECIAL -> 's';
    };
  }
}
