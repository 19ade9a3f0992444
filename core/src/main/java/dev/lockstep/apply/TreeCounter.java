package dev.lockstep.apply;

import dev.lockstep.digest.Hasher;
import dev.lockstep.filter.Filter;
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

/**
 * Counts what {@link TreeRemover} would remove, by the same rules, and removes nothing: it follows
 * no link, enters no mount point, and passes over what is left out of the mirror. A folder that its
 * owner may not list is opened up for as long as it is counted. A tree may be of any depth. For one
 * thread.
 */
public final class TreeCounter {
  /** Of an entry: its kind, inode and birth. */
  private static final int ENTRY_BYTES = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;

  private static final byte LEAVES = -1;

  private final Filter filter;
  private final Path spillFolder;
  private final Cancellation cancellation;
  private final Hasher hasher;
  private final Applier applier;
  private long entries;
  private boolean isWhole;

  /**
   * Makes a counter.
   *
   * @param filter says which paths are no part of the mirror
   * @param spillFolder where listings too wide for memory are sorted
   * @param hasher makes the fingerprints; nobody else may use it meanwhile
   * @param applier opens folders up
   */
  public TreeCounter(
      Filter filter, Path spillFolder, Cancellation cancellation, Hasher hasher, Applier applier) {
    this.applier = applier;
    this.filter = filter;
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
    isWhole = true;
    add(entry);
    if (entry.kind() == Kind.DIRECTORY) {
      walk(parent, entry, path);
    }
    return new Holdings(entries, hasher.finish(), isWhole);
  }

  private void walk(ReplicaDirectory parent, Entry folder, RelativePath path) {
    try (var way = new Descent(parent)) {
      enter(way, folder, path);
      while (!way.isAtTop()) {
        Optional<Entry> child = nextChild(way);
        if (child.isEmpty()) {
          leave(way);
          hasher.update(new byte[] {LEAVES}, 0, 1);
          continue;
        }
        cancellation.check();
        RelativePath at = way.lowest().path().resolve(child.get().name());
        if (!filter.leavesOut(at)) {
          add(child.get());
          if (child.get().kind() == Kind.DIRECTORY) {
            enter(way, child.get(), at);
          }
        }
      }
    }
  }

  private void enter(Descent way, Entry entry, RelativePath path) {
    try {
      ReplicaDirectory folder = way.folder().openDirectory(entry.name());
      try {
        if (folder.isFileSystemRoot()) {
          folder.close();
          return;
        }
        applier.openUp(folder, entry.metadata());
        SortedNames names = SortedNames.of(folder, spillFolder, NameSorter.DEFAULT_BYTES);
        way.enter(new Descent.Level(entry, path, folder.id(), names), folder);
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      isWhole = false;
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
