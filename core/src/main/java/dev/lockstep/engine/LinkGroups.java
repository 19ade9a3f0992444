package dev.lockstep.engine;

import dev.lockstep.index.Place;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.watch.Depth;
import dev.lockstep.watch.Dirty;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of several names that marches through a part of the source have come by, and whether they
 * have come by all the names of each. Adding is for any thread; the rest is for one, when the
 * marches are over.
 */
final class LinkGroups {
  /** How many names are remembered; some tens of megabytes. */
  private static final int MOST_NAMES = 100_000;

  private final Proofs proofs;

  // Guarded by this.
  private final Map<FileId, Group> groups = new HashMap<>();
  private final Set<RelativePath> asked = new HashSet<>();
  private int names;

  LinkGroups(Proofs proofs) {
    this.proofs = proofs;
  }

  /** One file of the source. */
  private static final class Group {
    final Entry source;
    final Set<RelativePath> names = new HashSet<>();
    boolean isLookedFor;

    /** Whether the index knew it before any of what was come by became part of it. */
    boolean isKnown;

    Group(Entry source) {
      this.source = source;
    }

    boolean isWhole() {
      return names.size() >= source.links();
    }
  }

  /** Takes note of a name that a march comes by, and that is not known to be as it should. */
  synchronized void add(RelativePath path, Entry source) {
    if (names >= MOST_NAMES) {
      return;
    }
    Group group = groups.computeIfAbsent(source.stamp().id(), _ -> new Group(source));
    if (group.names.add(path)) {
      names++;
    }
  }

  /** Where the index knows further names of these files, which were not asked for yet. */
  synchronized List<Dirty> takeOthers() {
    return take(false);
  }

  /**
   * The same when what was come by has become part of the index, which may know names only now that
   * were come by as the only ones of their files; and the names of their groups with them.
   */
  synchronized List<Dirty> takeLate() {
    return take(true);
  }

  private List<Dirty> take(boolean isWithGroups) {
    Map<RelativePath, Depth> taken = new HashMap<>();
    if (names < MOST_NAMES) {
      for (Group group : groups.values()) {
        List<RelativePath> others = group.isWhole() ? List.of() : others(group);
        others.forEach(path -> taken.put(path, Depth.ENTRY));
        if (isWithGroups && !others.isEmpty()) {
          group.names.forEach(path -> taken.put(path, Depth.ENTRY));
        }
      }
    }
    return Dirty.inOrder(taken);
  }

  private List<RelativePath> others(Group group) {
    List<Place> places = proofs.placesOf(group.source);
    if (!group.isLookedFor) {
      group.isLookedFor = true;
      group.isKnown = !places.isEmpty();
    }
    return places.stream()
        .map(Place::path)
        .filter(path -> !group.names.contains(path) && asked.add(path))
        .toList();
  }

  /**
   * Whether there may be names that the marches have not come by. A file that the index did not
   * know has none but those that were told.
   */
  synchronized boolean areInDoubt() {
    return names >= MOST_NAMES
        || groups.values().stream()
            .anyMatch(group -> !group.isWhole() && (!proofs.areKept() || group.isKnown));
  }
}
