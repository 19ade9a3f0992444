package dev.lockstep.engine;

import dev.lockstep.filter.Filter;
import dev.lockstep.filter.IgnoreFile;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.StagedNames;
import java.util.function.Predicate;

/**
 * Which changes of a root are of interest, by the rules that hold everywhere: those of a folder's
 * own are seen when the march comes there, since they may change. For any thread.
 *
 * @param isEntered whether what changes in a folder, and below it, is
 * @param isHeard whether it is that this entry changes, whatever has the name
 * @param isRules whether that changes what of its folder is left out, and of all that lies below
 */
record Interest(
    Predicate<RelativePath> isEntered,
    Predicate<RelativePath> isHeard,
    Predicate<RelativePath> isRules) {
  /** Those in the source, of which nothing excluded matters. */
  static Interest inSource(Filter filter) {
    return new Interest(
        folder -> !filter.keepsOut(folder, true),
        path -> !(filter.keepsOut(path, false) && filter.keepsOut(path, true)),
        path -> isRules(filter, path));
  }

  /**
   * Those in the replica, but for what is on its way to its name. What is excluded may be what
   * keeps a folder there that the source has no more; what lies in an excluded folder does not.
   */
  static Interest inReplica(Filter filter) {
    Predicate<RelativePath> isEntered =
        folder -> !isStaged(folder) && (filter.deletesExcluded() || !filter.keepsOut(folder, true));
    return new Interest(
        isEntered,
        path -> path.isRoot() || (!isStaged(path) && isEntered.test(path.parent())),
        _ -> false);
  }

  /** The same until the stop is asked for, after which nothing is. */
  Interest until(Cancellation cancellation) {
    Predicate<RelativePath> goesOn = _ -> !cancellation.isCancelled();
    return new Interest(goesOn.and(isEntered), goesOn.and(isHeard), goesOn.and(isRules));
  }

  /** The source's rules count for both sides. */
  private static boolean isRules(Filter filter, RelativePath path) {
    return filter.readsIgnoreFiles()
        && !path.isRoot()
        && path.name().equals(IgnoreFile.NAME)
        && !filter.keepsOut(path.parent(), true);
  }

  private static boolean isStaged(RelativePath path) {
    for (RelativePath at = path; !at.isRoot(); at = at.parent()) {
      if (StagedNames.matches(at.name())) {
        return true;
      }
    }
    return false;
  }
}
