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
 * Files of several names that a march through some paths has come by, and whether it has come by
 * all the names of each. For one thread.
 */
final class LinkGroups {
  private final Proofs proofs;
  private final Map<FileId, Group> groups = new HashMap<>();
  private boolean isDoubtful;

  LinkGroups(Proofs proofs) {
    this.proofs = proofs;
  }

  /** One file of the source. */
  private record Group(Entry source, Set<RelativePath> names) {
    boolean isWhole() {
      return names.size() >= source.links();
    }
  }

  /** Takes note of a name that the march comes by, and that is not known to be as it should. */
  void add(RelativePath path, Entry source, Optional<Entry> replica) {
    if (source.links() > 1) {
      groups
          .computeIfAbsent(source.stamp().id(), _ -> new Group(source, new HashSet<>()))
          .names()
          .add(path);
    } else if (replica.filter(entry -> entry.links() > 1).isPresent()) {
      isDoubtful = true; // Some other name of the replica's file has to be told from it.
    }
  }

  /** Where the index knows further names of these files. */
  List<RelativePath> others() {
    List<RelativePath> others = new ArrayList<>();
    for (Group group : groups.values()) {
      if (!group.isWhole()) {
        place(group).filter(path -> !group.names().contains(path)).ifPresent(others::add);
      }
    }
    return others;
  }

  /** Whether there may be names that the march has not come by. */
  boolean areInDoubt() {
    return isDoubtful
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
