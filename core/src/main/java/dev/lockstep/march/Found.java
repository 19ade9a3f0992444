package dev.lockstep.march;

import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import java.io.IOException;

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
}
