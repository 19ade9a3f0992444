package dev.lockstep.engine;

import dev.lockstep.compare.Comparison;
import dev.lockstep.links.HeldName;
import dev.lockstep.links.Likeness;
import dev.lockstep.links.LinkTable;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Pair;
import dev.lockstep.plan.Planner;
import java.io.IOException;
import java.util.Optional;

/**
 * Sees which names the march has to hold back, since on either side they may be one file with
 * others: those of linked files of the source, and those that are to stay a linked file of the
 * replica. For any thread.
 */
final class HeldBack {
  private final LinkTable table;
  private final boolean carriesLinks;
  private final Planner planner;
  private final Optional<LinkGroups> groups;

  /**
   * Has seen none yet.
   *
   * @param groups takes the linked files of the source, if only a part is marched through
   */
  HeldBack(LinkTable table, boolean carriesLinks, Planner planner, Optional<LinkGroups> groups) {
    this.table = table;
    this.carriesLinks = carriesLinks;
    this.planner = planner;
    this.groups = groups;
  }

  /**
   * Holds a pair back whose source has several names.
   *
   * @param isProven whether both sides are known to be equal
   */
  boolean hold(FolderNode node, Pair pair, boolean isProven) throws IOException {
    Optional<Entry> source = pair.ofSource();
    if (source.isEmpty() || !isLinked(source.get())) {
      return false;
    }
    Optional<Entry> replica = pair.ofReplica();
    FileId id = replica.map(entry -> entry.stamp().id()).orElse(FileId.UNKNOWN);
    Likeness likeness = isProven ? Likeness.EQUAL : likeness(source.get(), replica);
    if (!isProven) {
      groups.ifPresent(seen -> seen.add(node.path().resolve(source.get().name()), source.get()));
    }
    boolean isShared = replica.isPresent() && replica.get().links() > 1;
    table.add(name(node, source.get(), id, likeness), isShared);
    return true;
  }

  private static Likeness likeness(Entry source, Optional<Entry> replica) {
    boolean isPossible =
        replica.isPresent()
            && source.kind() == replica.get().kind()
            && source.stamp().size() == replica.get().stamp().size();
    return isPossible ? Likeness.POSSIBLE : Likeness.NONE;
  }

  /** Holds a pair back that was compared and is to stay a file of several names. */
  boolean hold(FolderNode node, Pair pair, Comparison comparison) throws IOException {
    Difference difference = comparison.difference();
    if (!(pair instanceof Pair.Both both)
        || !mayShare(both)
        || difference.has(Aspect.KIND)
        || difference.has(Aspect.CONTENT)) {
      return false;
    }
    Likeness likeness = difference.isNone() ? Likeness.EQUAL : Likeness.CONTENT;
    table.add(name(node, both.source(), both.replica().stamp().id(), likeness), true);
    return true;
  }

  /** Takes note of a pair that stays as it was for now, perhaps as a file of several names. */
  void leave(FolderNode node, Pair pair) throws IOException {
    Optional<Entry> replica = pair.ofReplica();
    if (replica.isPresent()) {
      leave(node, replica.get());
    }
  }

  /** Takes note that not every name of the replica was seen, so that any file may have others. */
  void doubt() {
    table.doubt();
  }

  private void leave(FolderNode node, Entry replica) throws IOException {
    if (carriesLinks && replica.links() > 1) {
      table.addOther(node.path().resolve(replica.name()), replica.stamp().id());
    }
  }

  private boolean isLinked(Entry source) {
    return carriesLinks && source.links() > 1 && planner.isCarried(source);
  }

  private boolean mayShare(Pair.Both both) {
    return carriesLinks
        && both.replica().links() > 1
        && both.source().kind() != Kind.DIRECTORY
        && planner.isCarried(both.source());
  }

  private static HeldName name(FolderNode node, Entry source, FileId replica, Likeness likeness) {
    return new HeldName(
        node.path().resolve(source.name()),
        node.source().stamp().id(),
        source.stamp(),
        replica,
        likeness);
  }
}
