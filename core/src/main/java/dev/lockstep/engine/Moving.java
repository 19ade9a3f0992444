package dev.lockstep.engine;

import dev.lockstep.compare.Comparison;
import dev.lockstep.index.Place;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Pair;
import dev.lockstep.model.RelativePath;
import dev.lockstep.moves.HeldEntry;
import dev.lockstep.moves.MoveTable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees what the march has to hold back, since it may have been moved, or since what the replica has
 * in its place may be wanted elsewhere. For any thread.
 */
final class Moving {
  private final MoveTable table;
  private final Proofs proofs;

  Moving(MoveTable table, Proofs proofs) {
    this.table = table;
    this.proofs = proofs;
  }

  /**
   * Holds back what the index knows elsewhere, and a folder that took another's place.
   *
   * @param proof what was proven under this name; null if nothing was
   */
  boolean hold(FolderNode node, Pair pair, @Nullable Proof proof) {
    Optional<Entry> source = pair.ofSource();
    return source.isPresent()
        && (holdIfMoved(node, source.get(), proof)
            || (source.get().kind() == Kind.DIRECTORY
                && pair.ofReplica().filter(entry -> entry.kind() == Kind.DIRECTORY).isPresent()
                && holdIfAnother(node, source.get(), proof)));
  }

  /** Holds back a pair that was compared, and whose replica is about to be replaced. */
  boolean hold(FolderNode node, Pair pair, Known known, Comparison comparison) {
    boolean isReplaced =
        comparison.difference().has(Aspect.CONTENT) || comparison.difference().has(Aspect.KIND);
    return isReplaced
        && pair instanceof Pair.Both(Entry source, Entry replica)
        && (replica.kind() == Kind.FILE || replica.kind() == Kind.DIRECTORY)
        && holdIfAnother(node, source, known.proof());
  }

  private boolean holdIfMoved(FolderNode node, Entry source, @Nullable Proof proof) {
    boolean mayBeMoved =
        source.kind() == Kind.DIRECTORY
            || (source instanceof Entry.File file && file.links() == 1 && file.size() > 0);
    Optional<Place> place = mayBeMoved ? proofs.movedFrom(node, source, proof) : Optional.empty();
    RelativePath path = node.path().resolve(source.name());
    if (place.isEmpty() || place.get().path().equals(path)) {
      return false;
    }
    FileId replica = place.get().proof().replica().id();
    var origin = new HeldEntry.Origin(place.get().path(), replica);
    return table.add(new HeldEntry(path, source.stamp(), source.kind(), Optional.of(origin)));
  }

  private boolean holdIfAnother(FolderNode node, Entry source, @Nullable Proof proof) {
    return proof != null
        && proofs.isAnother(node, source, proof)
        && table.add(
            new HeldEntry(
                node.path().resolve(source.name()),
                source.stamp(),
                source.kind(),
                Optional.empty()));
  }
}
