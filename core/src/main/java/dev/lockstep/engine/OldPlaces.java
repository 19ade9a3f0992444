package dev.lockstep.engine;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.moves.HeldEntry;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether the source has left a place. Only what a look and a clean listing both lack is
 * gone; each folder is listed once, however many entries have left it. For one thread.
 */
final class OldPlaces {
  /** How many names that were asked for and are still listed are remembered. */
  private static final int MOST_LISTED = 100_000;

  private final SourceTree source;
  private final boolean oneFileSystem;
  private final Set<Name> asked = new HashSet<>();
  private final Map<FileId, Set<Name>> listed = new HashMap<>();
  private int remembered;

  /**
   * Makes it.
   *
   * @param oneFileSystem whether what lies on another file system than the root proves nothing
   * @param held what may have left the places that will be asked for
   */
  OldPlaces(SourceTree source, boolean oneFileSystem, Collection<HeldEntry> held) {
    this.source = source;
    this.oneFileSystem = oneFileSystem;
    for (HeldEntry entry : held) {
      entry.origin().ifPresent(origin -> origin.path().names().forEach(asked::add));
    }
  }

  /** Whether the source is proven not to have this very entry under this path any more. */
  boolean isLeftBy(FileId entry, RelativePath path) {
    try {
      return find(path).filter(now -> isSame(now.stamp().id(), entry)).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the source is proven to have nothing under this path. */
  boolean isFree(RelativePath path) {
    try {
      return find(path).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether two numbers are of one entry. The index does not keep those of devices. */
  static boolean isSame(FileId one, FileId other) {
    return one.inode() == other.inode() && Objects.equals(one.birth(), other.birth());
  }

  private Optional<Entry> find(RelativePath path) throws IOException {
    SourceDirectory root = source.openRoot();
    long fileSystem = root.id().fileSystem();
    return Lookup.find(
        root,
        path,
        (folder, name, found) -> {
          if (oneFileSystem && folder.id().fileSystem() != fileSystem) {
            throw new IOException("it is on another file system, which is left alone");
          }
          if (found.isEmpty() && isListed(folder, name)) {
            throw new IOException("it is listed in the source, but not found there");
          }
        });
  }

  private boolean isListed(ReadableDirectory folder, Name name) throws IOException {
    FileId id = folder.id();
    Set<Name> known = asked.contains(name) && id.isKnown() ? listed.get(id) : null;
    return known == null ? list(folder, id, name) : known.contains(name);
  }

  private boolean list(ReadableDirectory folder, FileId id, Name name) throws IOException {
    Set<Name> found = new HashSet<>();
    folder.list(
        new NameSink() {
          @Override
          public void name(byte[] bytes, int offset, int length) {
            Name one = Name.copyOf(bytes, offset, length);
            if (asked.contains(one) || one.equals(name)) {
              found.add(one);
            }
          }

          @Override
          public void unspeakable(String shown) {
            // No name that was ever asked for.
          }
        });
    remembered += found.size();
    if (remembered > MOST_LISTED) {
      listed.clear();
      remembered = found.size();
    }
    listed.put(id, found);
    return found.contains(name);
  }
}
