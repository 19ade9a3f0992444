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
import java.util.function.BiConsumer;

/**
 * Files of several names that marches through a part of the source have come by, and whether they
 * have come by all the names of each. Adding is for any thread; the rest is for one, when the
 * marches are over.
 */
final class LinkGroups {
  /** How many names are remembered, and asked for; some tens of megabytes. */
  private static final int MOST_NAMES = 100_000;

  private final Proofs proofs;

  // Guarded by this.
  private final Map<FileId, Group> groups = new HashMap<>();
  private final Set<RelativePath> asked = new HashSet<>();
  private int names;

  LinkGroups(Proofs proofs) {
    this.proofs = proofs;
  }

  /** One file of the source, as it was seen when it had most names. */
  private static final class Group {
    Entry source;
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

    /** Whether names are known that were not come by, so that there are more than these. */
    boolean isInDoubt(boolean areProofsKept) {
      return !isWhole() && (isKnown || !areProofsKept);
    }
  }

  /** Takes note of a name that a march comes by, and that is not known to be as it should. */
  synchronized void add(RelativePath path, Entry source) {
    if (areTooMany()) {
      return;
    }
    Group group = groups.computeIfAbsent(source.stamp().id(), _ -> new Group(source));
    if (source.links() > group.source.links()) {
      group.source = source;
    }
    if (group.names.add(path)) {
      names++;
    }
  }

  /** Where the index knows further names of these files, which were not asked for yet. */
  synchronized List<Dirty> takeOthers() {
    Map<RelativePath, Depth> taken = new HashMap<>();
    forOthers((_, path) -> taken.put(path, Depth.ENTRY));
    return Dirty.inOrder(taken);
  }

  /**
   * The same when what was come by has become part of the index: a name that was the only one of
   * its file then is known by now. With them all that was come by of their files.
   */
  synchronized List<Dirty> takeKnownByNow() {
    Map<RelativePath, Depth> taken = new HashMap<>();
    forOthers((group, path) -> {
      taken.put(path, Depth.ENTRY);
      group.names.forEach(name -> taken.put(name, Depth.ENTRY));
    });
    return Dirty.inOrder(taken);
  }

  private void forOthers(BiConsumer<Group, RelativePath> action) {
    for (Group group : groups.values()) {
      if (!group.isWhole() && !areTooMany()) {
        others(group).forEach(path -> action.accept(group, path));
      }
    }
  }

  private boolean areTooMany() {
    return names + asked.size() >= MOST_NAMES;
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
    return areTooMany()
        || groups.values().stream().anyMatch(group -> group.isInDoubt(proofs.areKept()));
  }
}
