package dev.lockstep.engine;

import dev.lockstep.index.Place;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private int names;

  private final Set<RelativePath> asked = new HashSet<>();

  LinkGroups(Proofs proofs) {
    this.proofs = proofs;
  }

  /** One file of the source. */
  private record Group(Entry source, Set<RelativePath> names) {
    boolean isWhole() {
      return names.size() >= source.links();
    }
  }

  /** Takes note of a name that a march comes by, and that is not known to be as it should. */
  synchronized void add(RelativePath path, Entry source) {
    if (names >= MOST_NAMES) {
      return;
    }
    Group group =
        groups.computeIfAbsent(source.stamp().id(), _ -> new Group(source, new HashSet<>()));
    if (group.names().add(path)) {
      names++;
    }
  }

  /** Where the index knows further names of these files, which were not asked for yet. */
  synchronized List<RelativePath> takeOthers() {
    List<RelativePath> others = new ArrayList<>();
    for (Group group : groups.values()) {
      if (!group.isWhole()) {
        place(group)
            .filter(path -> !group.names().contains(path) && asked.add(path))
            .ifPresent(others::add);
      }
    }
    return others;
  }

  /** Whether there may be names that the marches have not come by. */
  synchronized boolean areInDoubt() {
    return names >= MOST_NAMES
        || groups.values().stream()
            .anyMatch(group -> !group.isWhole() && (!proofs.areKept() || isKnown(group)));
  }

  /** What the index has not seen has no name but those that were told since. */
  private boolean isKnown(Group group) {
    return place(group).isPresent();
  }

  private Optional<RelativePath> place(Group group) {
    return proofs.placeOf(group.source()).map(Place::path);
  }
}
