package dev.lockstep.filter;

import dev.lockstep.model.RelativePath;
import java.util.Set;

/**
 * Says which paths are left out of the mirror: neither copied from the source nor removed from the
 * replica.
 */
@FunctionalInterface
public interface Filter {
  /** Leaves nothing out. */
  Filter NOTHING = path -> false;

  /** Whether this path, and with it all that lies below, is no part of the mirror. */
  boolean leavesOut(RelativePath path);

  /** Leaves out just these paths, and with them all that lies below. */
  static Filter leavingOut(Set<RelativePath> paths) {
    Set<RelativePath> copy = Set.copyOf(paths);
    return copy.isEmpty() ? NOTHING : copy::contains;
  }
}
