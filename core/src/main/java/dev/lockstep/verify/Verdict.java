package dev.lockstep.verify;

import dev.lockstep.model.Digest;
import dev.lockstep.model.Finding;
import java.util.Optional;

/** What one side's content is, beside what was proven of it. */
public enum Verdict {
  /** What was proven. */
  AS_PROVEN,
  /** Something else, under the very stamp that was proven. */
  ROTTED,
  /** Something else than what was proven, or perhaps so, under another stamp. */
  CHANGED,
  /** Nothing was proven that it could be compared with. */
  UNPROVEN;

  /**
   * What was proven of a pair.
   *
   * @param digest of the content of both sides, if it was made by the algorithm in use
   * @param holdsForSource whether the source's stamp is the one that was proven
   * @param holdsForReplica likewise
   */
  public record Proven(Optional<Digest> digest, boolean holdsForSource, boolean holdsForReplica) {
    /** That of the source. */
    public Verdict ofSource(Optional<Digest> found) {
      return of(found, holdsForSource);
    }

    /** That of the replica. */
    public Verdict ofReplica(Optional<Digest> found) {
      return of(found, holdsForReplica);
    }

    private Verdict of(Optional<Digest> found, boolean holds) {
      if (digest.isPresent() && digest.equals(found)) {
        return AS_PROVEN;
      }
      if (!holds) {
        return CHANGED;
      }
      return digest.isPresent() && found.isPresent() ? ROTTED : UNPROVEN;
    }
  }

  /**
   * What is to be said of a pair's content; empty if nothing is.
   *
   * @param isEqual whether both sides have the same content
   */
  public static Optional<Finding.Sort> ofPair(Verdict source, Verdict replica, boolean isEqual) {
    if (source == ROTTED) {
      return Optional.of(replica == ROTTED ? Finding.Sort.BOTH_ROTTED : Finding.Sort.SOURCE_ROTTED);
    }
    if (replica == ROTTED) {
      return Optional.of(Finding.Sort.REPLICA_ROTTED);
    }
    if (isEqual) {
      return Optional.empty();
    }
    if (source == CHANGED) {
      return Optional.of(
          replica == CHANGED ? Finding.Sort.BOTH_CHANGED : Finding.Sort.SOURCE_CHANGED);
    }
    return Optional.of(replica == CHANGED ? Finding.Sort.REPLICA_CHANGED : Finding.Sort.CONTENT);
  }
}
