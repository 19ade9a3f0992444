package dev.lockstep.engine;

import dev.lockstep.apply.Protection;
import dev.lockstep.filter.Filter;
import dev.lockstep.filter.FolderRules;
import dev.lockstep.filter.IgnoreFile;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that hold in a folder. Where folders may have ignore files, the source's count,
 * and the replica's own where the source has the folder no more. For any thread.
 */
final class FolderFilters implements Protection {
  private final Filter filter;
  private final SourceTree source;
  private final ReplicaTree replica;

  FolderFilters(Filter filter, SourceTree source, ReplicaTree replica) {
    this.filter = filter;
    this.source = source;
    this.replica = replica;
  }

  /**
   * The rules of a folder that the march has come upon.
   *
   * @param folder the source's, open
   * @throws IOException if they cannot be known
   */
  FolderRules of(FolderNode node, SourceDirectory folder) throws IOException {
    if (!filter.readsIgnoreFiles()) {
      return filter.in(node.path());
    }
    FolderRules known = node.rules();
    if (known != null) {
      return known;
    }
    FolderRules rules =
        node.path().isRoot()
            ? filter.root(IgnoreFiles.read(folder, node.path()))
            : enter(above(node), node.path().name(), folder);
    node.ruledBy(rules);
    return rules;
  }

  /** The same for the root, of which the march will tell that they cannot be known. */
  FolderRules ofRoot(FolderNode root, SourceDirectory folder) throws IOException {
    try {
      return of(root, folder);
    } catch (IgnoreFileException e) {
      return filter.root(IgnoreFile.NONE);
    }
  }

  private FolderRules above(FolderNode node) throws IOException {
    FolderNode parent = node.parent();
    FolderRules known = parent == null ? null : parent.rules();
    if (known != null) {
      return known;
    }
    FolderRules rules = at(node.path().parent());
    if (parent != null) {
      parent.ruledBy(rules);
    }
    return rules;
  }

  @Override
  public FolderRules below(FolderRules above, Name name, ReadableDirectory folder)
      throws IOException {
    boolean mayProtect = filter.readsIgnoreFiles() && !filter.deletesExcluded();
    return mayProtect ? enter(above, name, folder) : above.below(name, IgnoreFile.NONE);
  }

  private static FolderRules enter(FolderRules above, Name name, ReadableDirectory folder)
      throws IOException {
    return above.below(name, IgnoreFiles.read(folder, above.folder().resolve(name)));
  }

  @Override
  public FolderRules at(RelativePath folder) throws IOException {
    return filter.readsIgnoreFiles() ? walk(folder).lowest() : filter.in(folder);
  }

  /**
   * Whether nothing is excluded that is this path, lies below it, or has it below; false also where
   * that is not certain.
   */
  boolean isWhole(RelativePath path, boolean isFolder) throws IOException {
    if (!filter.isWhole(path, isFolder)) {
      return false;
    }
    if (!filter.readsIgnoreFiles() || path.isRoot()) {
      return true;
    }
    Walk walk = walk(path.parent());
    return !walk.comesUponExcluded() && !walk.lowest().judge().of(path.name()).holdsFor(isFolder);
  }

  /**
   * What the way to a folder showed.
   *
   * @param comesUponExcluded whether the folder or one above it is excluded itself
   */
  private record Walk(FolderRules lowest, boolean comesUponExcluded) {}

  /** Reads the ignore files from the root down. */
  private Walk walk(RelativePath folder) throws IOException {
    @Nullable ReadableDirectory inSource = source.openRoot();
    @Nullable ReadableDirectory inReplica = null;
    try {
      FolderRules rules = filter.root(IgnoreFiles.read(inSource, RelativePath.ROOT));
      inReplica = replica.openRoot();
      boolean comesUponExcluded = false;
      for (Name name : folder.names()) {
        comesUponExcluded |= rules.judge().of(name).holdsFor(true);
        inSource = descend(inSource, name);
        inReplica = descend(inReplica, name);
        ReadableDirectory telling = inSource == null ? inReplica : inSource;
        rules = telling == null ? rules.below(name, IgnoreFile.NONE) : enter(rules, name, telling);
      }
      return new Walk(rules, comesUponExcluded);
    } finally {
      close(inSource);
      close(inReplica);
    }
  }

  /** The folder of this name, open; null if there is none. Closes the one that holds it. */
  private static @Nullable ReadableDirectory descend(@Nullable ReadableDirectory from, Name name)
      throws IOException {
    if (from == null) {
      return null;
    }
    try (from) {
      Optional<Entry> entry = from.entry(name);
      return entry.isPresent() && entry.get().kind() == Kind.DIRECTORY
          ? from.openDirectory(name)
          : null;
    }
  }

  private static void close(@Nullable ReadableDirectory folder) throws IOException {
    if (folder != null) {
      folder.close();
    }
  }
}
