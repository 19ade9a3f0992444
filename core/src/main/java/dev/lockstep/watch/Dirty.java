package dev.lockstep.watch;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A path where something may have changed.
 *
 * @param depth how much of it is to be looked at
 */
public record Dirty(RelativePath path, Depth depth) {
  private static final Comparator<Dirty> BY_NAMES = Comparator.comparing(Dirty::path, Dirty::order);

  /** The folder to be opened for it: of an entry, the one that holds it. */
  public RelativePath folder() {
    return depth == Depth.LISTING || path.isRoot() ? path : path.parent();
  }

  /**
   * In the order of their names, each folder before what is in it; without those that others cover.
   */
  public static List<Dirty> inOrder(Map<RelativePath, Depth> marks) {
    List<Dirty> all = new ArrayList<>(marks.size());
    marks.forEach((path, depth) -> {
      if (!isBelowTree(path, marks)) {
        all.add(new Dirty(path, depth));
      }
    });
    all.sort(BY_NAMES);
    return all;
  }

  /** Whether a folder above is dirty with all that it holds. */
  static boolean isBelowTree(RelativePath path, Map<RelativePath, Depth> marks) {
    for (RelativePath at = path; !at.isRoot(); ) {
      at = at.parent();
      if (marks.get(at) == Depth.TREE) {
        return true;
      }
    }
    return false;
  }

  private static int order(RelativePath one, RelativePath other) {
    Iterator<Name> mine = one.names().iterator();
    Iterator<Name> others = other.names().iterator();
    while (mine.hasNext() && others.hasNext()) {
      int order = mine.next().compareTo(others.next());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(mine.hasNext(), others.hasNext());
  }
}
