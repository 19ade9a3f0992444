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
 * @param isOfLink whether it is one of several names of a file: who settles the group takes note of
 *     what all of them have
 */
record Known(
    @Nullable Proof proof, Evidence evidence, Optional<Digest> expected, boolean isOfLink) {
  /** Nothing. */
  static final Known NOTHING = new Known(null, Evidence.NONE, Optional.empty(), false);

  /** Nothing either, of one of several names. */
  static final Known OF_LINK = new Known(null, Evidence.NONE, Optional.empty(), true);

  /** Nothing that still holds. */
  static Known outdated(@Nullable Proof proof) {
    return proof == null ? NOTHING : new Known(proof, Evidence.NONE, Optional.empty(), false);
  }

  /** The same of one of several names of a file, of which nothing is taken for equal. */
  Known asOfLink() {
    return new Known(proof, Evidence.NONE, expected, true);
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

  /** Whether there is nothing left to be proven. */
  boolean isComplete() {
    return evidence.content() && evidence.metadata();
  }

  /** Whether the source was found rotten, and has not changed since. */
  boolean isRotten() {
    return proof != null && proof.rotten() && expected.isPresent();
  }
}
