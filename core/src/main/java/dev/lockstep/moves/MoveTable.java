package dev.lockstep.moves;

import dev.lockstep.model.RelativePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What waits for the march to pass, no more than {@link #MOST} of it: what comes beyond is copied.
 * For any thread.
 */
public final class MoveTable {
  /** Each takes some hundred bytes of memory. */
  static final int MOST = 50_000;

  private List<HeldEntry> held = new ArrayList<>();

  /**
   * Has an entry wait.
   *
   * @return false if there is no room for it
   */
  public synchronized boolean add(HeldEntry entry) {
    return held.size() < MOST && held.add(entry);
  }

  /** What waits, in the order of the paths; from now on nothing does. */
  public synchronized List<HeldEntry> take() {
    List<HeldEntry> taken = held;
    held = new ArrayList<>();
    taken.sort(Comparator.comparing(HeldEntry::path, MoveTable::compare));
    return taken;
  }

  /** By their names. */
  private static int compare(RelativePath one, RelativePath other) {
    var ones = one.names().iterator();
    var others = other.names().iterator();
    while (ones.hasNext() && others.hasNext()) {
      int order = ones.next().compareTo(others.next());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(ones.hasNext(), others.hasNext());
  }
}
