package dev.lockstep.filter;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says which paths are no part of the mirror: they are neither copied from the source nor removed
 * from the replica, unless that is asked for. With a folder goes all that lies below. Immutable.
 *
 * <p>The first rule that matches decides; where none does, the ignore files do, that of the nearest
 * folder first.
 */
public final class Filter {
  /** Excludes nothing. */
  public static final Filter NOTHING = leavingOut(Set.of());

  private final Set<RelativePath> own;
  private final List<Rule> rules;
  private final boolean readsIgnoreFiles;
  private final boolean deletesExcluded;

  private Filter(
      Set<RelativePath> own, List<Rule> rules, boolean readsIgnoreFiles, boolean deletesExcluded) {
    this.own = Set.copyOf(own);
    this.rules = List.copyOf(rules);
    this.readsIgnoreFiles = readsIgnoreFiles;
    this.deletesExcluded = deletesExcluded;
  }

  /** Leaves out just these paths, whatever is asked for, and with them all that lies below. */
  public static Filter leavingOut(Set<RelativePath> paths) {
    return new Filter(paths, List.of(), false, false);
  }

  /**
   * A filter of these rules.
   *
   * @param readsIgnoreFiles whether folders may have ignore files
   * @param deletesExcluded whether the replica is to lose what is excluded
   */
  public static Filter of(List<Rule> rules, boolean readsIgnoreFiles, boolean deletesExcluded) {
    return new Filter(Set.of(), rules, readsIgnoreFiles, deletesExcluded);
  }

  /** The same, which leaves out these paths too, whatever is asked for. */
  public Filter leavingOutAlso(Set<RelativePath> paths) {
    Set<RelativePath> all = new HashSet<>(own);
    all.addAll(paths);
    return new Filter(all, rules, readsIgnoreFiles, deletesExcluded);
  }

  /** Whether just this path is left out whatever is asked for. */
  public boolean leavesOut(RelativePath path) {
    return own.contains(path);
  }

  /** Whether there is no rule and there will be none. */
  public boolean hasNoRules() {
    return rules.isEmpty() && !readsIgnoreFiles;
  }

  /** Whether folders may have ignore files. */
  public boolean readsIgnoreFiles() {
    return readsIgnoreFiles;
  }

  /** Whether the replica is to lose what is excluded. */
  public boolean deletesExcluded() {
    return deletesExcluded;
  }

  /** The rules of the root, which has this ignore file. */
  public FolderRules root(IgnoreFile ignores) {
    return FolderRules.root(this, ignores);
  }

  /** The rules of a folder; for a filter that reads no ignore files. */
  public FolderRules in(RelativePath folder) {
    if (readsIgnoreFiles) {
      throw new IllegalStateException("it depends on the files in " + folder);
    }
    return inWhatever(folder);
  }

  /**
   * Whether a path is excluded, or a folder above it, by the rules that hold everywhere, ignore
   * files left aside.
   */
  public boolean keepsOut(RelativePath path, boolean isFolder) {
    if (own.isEmpty() && rules.isEmpty()) {
      return false;
    }
    boolean isFolderHere = isFolder;
    for (RelativePath at = path; !at.isRoot(); at = at.parent()) {
      if (inWhatever(at.parent()).judge().of(at.name()).holdsFor(isFolderHere)) {
        return true;
      }
      isFolderHere = true;
    }
    return false;
  }

  /**
   * Whether nothing is excluded that is this path, lies below it, or has it below; false also where
   * that is not certain, and for any folder that may hold ignore files. Those above are left aside.
   */
  public boolean isWhole(RelativePath path, boolean isFolder) {
    if (keepsOut(path, isFolder) || own.stream().anyMatch(out -> isAtOrBelow(out, path))) {
      return false;
    }
    return !isFolder
        || (!readsIgnoreFiles
            && rules.stream()
                .noneMatch(rule -> rule.excludes() && rule.pattern().mayMatchBelow(path)));
  }

  private FolderRules inWhatever(RelativePath folder) {
    return FolderRules.of(this, folder);
  }

  private static boolean isAtOrBelow(RelativePath path, RelativePath above) {
    RelativePath at = path;
    while (at.depth() > above.depth()) {
      at = at.parent();
    }
    return at.equals(above);
  }

  List<Rule> rules() {
    return rules;
  }

  /** The names in a folder that are left out whatever is asked for. */
  Set<Name> ownIn(RelativePath folder) {
    if (own.isEmpty()) {
      return Set.of();
    }
    Set<Name> names = new HashSet<>();
    for (RelativePath path : own) {
      if (!path.isRoot() && path.parent().equals(folder)) {
        names.add(path.name());
      }
    }
    return names;
  }
}
