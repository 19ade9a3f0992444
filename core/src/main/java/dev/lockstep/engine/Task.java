package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the march that a worker does, perhaps with interruptions. For one thread at a time.
 */
interface Task {
  /**
   * Goes on until it is finished, or until another task has to be done first, since the queue has
   * no room for it.
   *
   * @return the other task; null when finished
   * @throws java.util.concurrent.CancellationException if cancelled meanwhile
   */
  @Nullable Task advance(Workspace workspace);

  /** Will not be done, since what it needs is not there; lets go of its folder. */
  void drop();

  /** Gives up, undoing what is staged; the run is being cancelled. */
  void abort();
}
