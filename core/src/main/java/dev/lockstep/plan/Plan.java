package dev.lockstep.plan;

import dev.lockstep.model.Action;
import dev.lockstep.model.Entry;

/** What is to be done about a pair. */
public sealed interface Plan {
  /** Nothing: both sides are equal. */
  record Keep(Entry source) implements Plan {}

  /** This. */
  record Act(Action action) implements Plan {}

  /**
   * Nothing, since the replica cannot hold what the source has. What the replica has of that name
   * stays.
   *
   * @param source what cannot be held
   * @param replicaDiffers whether the replica has something else of that name
   */
  record NotCarried(Entry source, boolean replicaDiffers) implements Plan {}
}
