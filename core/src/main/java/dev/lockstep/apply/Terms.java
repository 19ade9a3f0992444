package dev.lockstep.apply;

import dev.lockstep.model.Digest;
import java.util.Optional;

/**
 * How a file is put into the replica.
 *
 * @param timing when it gets its name
 * @param expected the digest that its content has to have, or else it has rotted; empty: any
 */
public record Terms(Timing timing, Optional<Digest> expected) {
  /** Whatever the content is. */
  public static Terms at(Timing timing) {
    return new Terms(timing, Optional.empty());
  }

  /** The same for another file of that name, of which nothing is known. */
  Terms ofAnother() {
    return at(timing);
  }
}
