package dev.lockstep.engine;

import dev.lockstep.compare.Evidence;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the index says of a pair.
 *
 * @param proof what was proven last; null if nothing was
 * @param evidence what need not be compared
 * @param expected the digest of the source's content, as long as its stamp tells the truth: what
 *     has another one, by the same algorithm, has rotted
 * @param isRotten whether the source was found rotten, and has not changed since
 * @param isUnchanged whether the content was proven equal, and neither side's stamp has changed
 *     since: if it differs now, one of them has rotted
 * @param isOfLink whether it is one of several names of a file: who settles the group takes note of
 *     what all of them have
 */
record Known(
    @Nullable Proof proof,
    Evidence evidence,
    Optional<Digest> expected,
    boolean isRotten,
    boolean isUnchanged,
    boolean isOfLink) {
  /** Nothing. */
  static final Known NOTHING = outdated(null);

  /** Nothing that still holds. */
  static Known outdated(@Nullable Proof proof) {
    return expecting(proof, Optional.empty());
  }

  /** Nothing but, perhaps, what the source's content has to be. */
  static Known expecting(@Nullable Proof proof, Optional<Digest> expected) {
    return new Known(proof, Evidence.NONE, expected, false, false, false);
  }

  /** The same of one of several names of a file, whose content is read for all of them. */
  Known ofLink() {
    return new Known(proof, evidence.withoutContent(), expected, isRotten, isUnchanged, true);
  }

  /** Whether the source's content cannot have this digest, if its stamp tells the truth. */
  boolean isContradictedBy(Optional<Digest> digest) {
    return expected.isPresent()
        && digest.isPresent()
        && expected.get().algorithm() == digest.get().algorithm()
        && !expected.equals(digest);
  }

  /**
   * Whether content of either side was not read when a pair was found equal.
   *
   * @param digest of both
   */
  boolean sparesReading(Optional<Digest> digest) {
    return evidence.content()
        || (evidence.replica().isPresent() && evidence.replica().equals(digest));
  }

  /** Whether one side has rotted if the contents differ, and nothing would tell which. */
  boolean tellsNoSide() {
    return isUnchanged && expected.isEmpty();
  }

  /** Whether there is nothing left to be proven. */
  boolean isComplete() {
    return evidence.content() && evidence.metadata();
  }
}
