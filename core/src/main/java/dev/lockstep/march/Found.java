package dev.lockstep.march;

import dev.lockstep.filter.Exclusion;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import java.io.IOException;
import java.util.Optional;

/** What the march comes upon at its next step. */
public sealed interface Found {
  /** A pair to compare. */
  record Paired(Pair pair) implements Found {}

  /** A name that is no part of the mirror. */
  record LeftOut(Name name) implements Found {}

  /** An entry of the replica that is no part of the mirror, and is to go. */
  record Excluded(Entry replica) implements Found {}

  /**
   * An entry of the replica that is no part of the mirror, and stays, while the source's of its
   * name is of another kind and does belong to it.
   */
  record InTheWay(Entry replica) implements Found {}

  /**
   * An entry that could not be looked at.
   *
   * @param inSource whether it was the source's
   */
  record Unseen(Name name, boolean inSource, IOException failure) implements Found {}

  /** A name that the source lists, were it asked anew, and that is not found when looked at. */
  record InDoubt(Name name) implements Found {}

  /**
   * What a pair is to the mirror, by what the rules say of its name: the source's entry decides, or
   * the replica's where the source has none.
   *
   * @param deletesExcluded whether the replica is to lose what is excluded
   */
  static Found of(Pair pair, Exclusion exclusion, boolean deletesExcluded) {
    Optional<Entry> source = pair.ofSource();
    Optional<Entry> replica = pair.ofReplica();
    boolean deletes = deletesExcluded && exclusion != Exclusion.ALWAYS;
    if (exclusion.holdsFor(isFolder(source.or(() -> replica).orElseThrow()))) {
      return deletes && replica.isPresent()
          ? new Excluded(replica.get())
          : new LeftOut(pair.name());
    }
    boolean isReplicaExcluded =
        replica.isPresent() && exclusion.holdsFor(isFolder(replica.get())) && !deletes;
    return isReplicaExcluded ? new InTheWay(replica.get()) : new Paired(pair);
  }

  private static boolean isFolder(Entry entry) {
    return entry.kind() == Kind.DIRECTORY;
  }
}
