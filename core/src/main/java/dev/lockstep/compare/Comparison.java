package dev.lockstep.compare;

import dev.lockstep.model.Difference;
import dev.lockstep.model.Digest;
import java.util.Optional;

/**
 * What came of comparing a pair.
 *
 * @param difference what differs
 * @param digest of the content that both sides have, if it was made
 */
public record Comparison(Difference difference, Optional<Digest> digest) {
  /** Nothing differs, or there is nothing to compare with. */
  public static final Comparison EQUAL = of(Difference.NONE);

  /** This difference, and no digest. */
  public static Comparison of(Difference difference) {
    return new Comparison(difference, Optional.empty());
  }
}
