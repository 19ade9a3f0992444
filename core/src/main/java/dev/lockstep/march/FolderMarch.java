package dev.lockstep.march;

import dev.lockstep.filter.Exclusion;
import dev.lockstep.filter.Filter;
import dev.lockstep.filter.FolderRules;
import dev.lockstep.filter.IgnoreFile;
import dev.lockstep.filter.Judge;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
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

  private final Judge judge;
  private final boolean deletesExcluded;
  private final SortedNames source;
  private final SortedNames replica;
  private final FreshListing fresh;

  private FolderMarch(FolderRules here, Rules rules, SortedNames source, SortedNames replica) {
    this.judge = here.judge();
    this.deletesExcluded = here.filter().deletesExcluded();
    this.source = source;
    this.replica = replica;
    this.fresh = new FreshListing(rules);
  }

  /**
   * How a march is to be made.
   *
   * @param filter which paths are left out, as far as no folder's own rules say so
   * @param spillFolder where listings too wide for memory are sorted
   * @param namesInMemory how many bytes of names each listing may hold in memory
   */
  public record Rules(Filter filter, Path spillFolder, int namesInMemory) {}

  /**
   * Lists both folders.
   *
   * @param here what is left out of them
   * @throws ListingFailedException if one of them cannot be listed to its end
   */
  public static FolderMarch begin(
      FolderRules here, SourceDirectory source, ReadableDirectory replica, Rules rules)
      throws ListingFailedException {
    SortedNames sourceNames = list(source, true, rules);
    try {
      return new FolderMarch(here, rules, sourceNames, list(replica, false, rules));
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
  public static FolderMarch beginNew(FolderRules here, SourceDirectory source, Rules rules)
      throws ListingFailedException {
    return new FolderMarch(here, rules, list(source, true, rules), SortedNames.none());
  }

  /** A march that finds nothing, for a folder that is not to be entered. */
  public static FolderMarch ofNothing(Rules rules) {
    FolderRules anywhere = rules.filter().root(IgnoreFile.NONE);
    return new FolderMarch(anywhere, rules, SortedNames.none(), SortedNames.none());
  }

  /** How many names the source has listed. */
  public long listedInSource() {
    return source.listed();
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
      Exclusion exclusion = judge.of(name);
      if (exclusion != Exclusion.NONE && exclusion.isForAnyKind()) {
        return deletesExcluded && inReplica && exclusion == Exclusion.ALL
            ? lookAtExcluded(name, replicaFolder)
            : new Found.LeftOut(name);
      }
      Found found = look(name, inSource, sourceFolder, inReplica, replicaFolder);
      if (found != null) {
        return found instanceof Found.Paired paired && exclusion != Exclusion.NONE
            ? Found.of(paired.pair(), exclusion, deletesExcluded)
            : found;
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

  /** The replica's entry of a name that is excluded, which it is to lose. */
  private static Found lookAtExcluded(Name name, ReadableDirectory replicaFolder) {
    try {
      Optional<Entry> entry = entry(replicaFolder, name);
      return entry.isPresent() ? new Found.Excluded(entry.get()) : new Found.LeftOut(name);
    } catch (IOException e) {
      return new Found.Unseen(name, false, e);
    }
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
