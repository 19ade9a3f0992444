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
  static Comparison of(Difference difference) {
    return new Comparison(difference, Optional.empty());
  }
}
