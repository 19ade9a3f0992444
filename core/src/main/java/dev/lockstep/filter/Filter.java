package dev.lockstep.filter;

import dev.lockstep.model.RelativePath;
import java.util.Set;

/**
 * Says which paths are left out of the mirror: neither copied from the source nor removed from the
 * replica.
 */
public interface Filter {
  /** Leaves nothing out. */
  Filter NOTHING = leavingOut(Set.of());

  /** Whether this path, and with it all that lies below, is no part of the mirror. */
  boolean leavesOut(RelativePath path);

  /** Whether nothing is left out that is this path, lies below it, or has it below. */
  boolean isWhole(RelativePath path);

  /** Leaves out just these paths, and with them all that lies below. */
  static Filter leavingOut(Set<RelativePath> paths) {
    return new LeavingOut(paths);
  }
}
