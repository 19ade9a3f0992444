package dev.lockstep.filter;

import dev.lockstep.model.RelativePath;
import java.util.Set;

/** Leaves out a few paths, and with them all that lies below. */
record LeavingOut(Set<RelativePath> paths) implements Filter {
  LeavingOut {
    paths = Set.copyOf(paths);
  }

  @Override
  public boolean leavesOut(RelativePath path) {
    return !paths.isEmpty() && paths.contains(path);
  }

  @Override
  public boolean isWhole(RelativePath path) {
    return paths.stream().noneMatch(out -> isAtOrBelow(out, path) || isAtOrBelow(path, out));
  }

  private static boolean isAtOrBelow(RelativePath path, RelativePath above) {
    RelativePath at = path;
    while (at.depth() > above.depth()) {
      at = at.parent();
    }
    return at.equals(above);
  }
}
