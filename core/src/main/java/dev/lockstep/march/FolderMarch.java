package dev.lockstep.march;

import dev.lockstep.filter.Filter;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.SortedNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The march through one folder of either side, in the order of the names. For one thread; holds the
 * names, and neither folder: these are handed in at each step, so that they may be closed and
 * opened again in between.
 */
public final class FolderMarch implements Closeable {
  /**
   * On ext4 and others each file system's root has a folder of this name, made and kept by {@code
   * fsck}.
   */
  private static final Name LOST_AND_FOUND = Name.of("lost+found");

  private final RelativePath path;
  private final Filter filter;
  private final SortedNames source;
  private final SortedNames replica;
  private final FreshListing fresh;

  private FolderMarch(RelativePath path, Rules rules, SortedNames source, SortedNames replica) {
    this.path = path;
    this.filter = rules.filter();
    this.source = source;
    this.replica = replica;
    this.fresh = new FreshListing(rules);
  }

  /**
   * How a march is to be made.
   *
   * @param filter which paths are left out
   * @param spillFolder where listings too wide for memory are sorted
   * @param namesInMemory how many bytes of names each listing may hold in memory
   */
  public record Rules(Filter filter, Path spillFolder, int namesInMemory) {}

  /**
   * Lists both folders.
   *
   * @throws ListingFailedException if one of them cannot be listed to its end
   */
  public static FolderMarch begin(
      RelativePath path, SourceDirectory source, ReadableDirectory replica, Rules rules)
      throws ListingFailedException {
    SortedNames sourceNames = list(source, true, rules);
    try {
      return new FolderMarch(path, rules, sourceNames, list(replica, false, rules));
    } catch (ListingFailedException e) {
      try {
        sourceNames.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /**
   * Lists a folder that the replica has not yet, and that is therefore empty there.
   *
   * @throws ListingFailedException if the source's cannot be listed to its end
   */
  public static FolderMarch beginNew(RelativePath path, SourceDirectory source, Rules rules)
      throws ListingFailedException {
    return new FolderMarch(path, rules, list(source, true, rules), SortedNames.none());
  }

  /** A march that finds nothing, for a folder that is not to be entered. */
  public static FolderMarch ofNothing(RelativePath path, Rules rules) {
    return new FolderMarch(path, rules, SortedNames.none(), SortedNames.none());
  }

  /** The source's names that the backend could not hand on, as they can be shown. */
  public List<String> unspeakableInSource() {
    return source.unspeakable();
  }

  /** The replica's names that the backend could not hand on, as they can be shown. */
  public List<String> unspeakableInReplica() {
    return replica.unspeakable();
  }

  /**
   * Takes the next step.
   *
   * @return what was found; null at the end
   * @throws IOException if names that were sorted on disk cannot be read back
   * @throws ListingFailedException if the source had to be listed anew, and could not be
   */
  public @Nullable Found next(SourceDirectory sourceFolder, ReadableDirectory replicaFolder)
      throws IOException, ListingFailedException {
    while (true) {
      Name name = lowest(source.current(), replica.current());
      if (name == null) {
        return null;
      }
      boolean inSource = name.equals(source.current());
      boolean inReplica = name.equals(replica.current());
      if (inSource) {
        source.advance();
      }
      if (inReplica) {
        replica.advance();
      }
      if (filter.leavesOut(path.resolve(name))) {
        return new Found.LeftOut(name);
      }
      Found found = look(name, inSource, sourceFolder, inReplica, replicaFolder);
      if (found != null) {
        return found;
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (source;
        replica;
        fresh) {
      // Closing is all there is to do.
    }
  }

  private static SortedNames list(ReadableDirectory folder, boolean isSource, Rules rules)
      throws ListingFailedException {
    try {
      return SortedNames.of(folder, rules.spillFolder(), rules.namesInMemory());
    } catch (IOException e) {
      throw new ListingFailedException(isSource, e);
    }
  }

  private static @Nullable Name lowest(@Nullable Name one, @Nullable Name other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  /**
   * The pair of this name; null if there is nothing of it on either side by now. What the source
   * listed and lacks when it is looked at is gone only if a fresh listing lacks it too.
   */
  private @Nullable Found look(
      Name name,
      boolean inSource,
      SourceDirectory sourceFolder,
      boolean inReplica,
      ReadableDirectory replicaFolder)
      throws ListingFailedException {
    Optional<Entry> sourceEntry;
    try {
      sourceEntry = inSource ? entry(sourceFolder, name) : Optional.empty();
    } catch (IOException e) {
      return new Found.Unseen(name, true, e);
    }
    if (inSource && sourceEntry.isEmpty() && isStillListed(sourceFolder, name)) {
      return new Found.InDoubt(name);
    }
    Optional<Entry> replicaEntry;
    try {
      replicaEntry = inReplica ? entry(replicaFolder, name) : Optional.empty();
    } catch (IOException e) {
      return new Found.Unseen(name, false, e);
    }
    if (sourceEntry.isPresent()) {
      return new Found.Paired(Pair.of(sourceEntry.get(), replicaEntry));
    }
    return replicaEntry.isPresent()
        ? new Found.Paired(new Pair.ReplicaOnly(replicaEntry.get()))
        : null;
  }

  private boolean isStillListed(SourceDirectory folder, Name name) throws ListingFailedException {
    try {
      // What a file system keeps for itself is listed, and is no entry.
      return !name.equals(LOST_AND_FOUND) && fresh.has(folder, name);
    } catch (IOException e) {
      throw new ListingFailedException(true, e);
    }
  }

  /** Looks at an entry; empty if there is none, or only what the file system keeps for itself. */
  public static Optional<Entry> entry(ReadableDirectory folder, Name name) throws IOException {
    Optional<Entry> entry = folder.entry(name);
    boolean isFileSystemsOwn =
        name.equals(LOST_AND_FOUND)
            && entry.isPresent()
            && entry.get().kind() == Kind.DIRECTORY
            && folder.isFileSystemRoot();
    return isFileSystemsOwn ? Optional.empty() : entry;
  }
}
