package dev.lockstep.march;

import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import java.io.IOException;

/** What the march comes upon at its next step. */
public sealed interface Found {
  /** A pair to compare. */
  record Paired(Pair pair) implements Found {}

  /** A name that is no part of the mirror. */
  record LeftOut(Name name) implements Found {}

  /**
   * An entry that could not be looked at.
   *
   * @param inSource whether it was the source's
   */
  record Unseen(Name name, boolean inSource, IOException failure) implements Found {}

  /** A name that the source lists, were it asked anew, and that is not found when looked at. */
  record InDoubt(Name name) implements Found {}
}
