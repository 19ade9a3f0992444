package dev.lockstep.moves;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Which folders of the replica were moved in a run, so that what the index knows is found where it
 * is now. For one thread.
 */
public final class MovedFolders {
  private final Map<RelativePath, RelativePath> placeNow = new HashMap<>();

  /**
   * Takes note of a folder that was moved.
   *
   * @param indexed where the index knows it
   * @param now where the replica has it
   */
  public void add(RelativePath indexed, RelativePath now) {
    placeNow.put(indexed, now);
  }

  /** Where the replica has by now what the index knows under this path. */
  public RelativePath placeOf(RelativePath indexed) {
    Deque<Name> below = new ArrayDeque<>();
    for (RelativePath at = indexed; !at.isRoot(); at = at.parent()) {
      RelativePath moved = placeNow.get(at);
      if (moved != null) {
        for (Name name : below) {
          moved = moved.resolve(name);
        }
        return moved;
      }
      below.addFirst(at.name());
    }
    return indexed;
  }
}
