package dev.lockstep.apply;

import java.util.concurrent.CancellationException;

/**
 * How fast content may be copied; handed in, since no stage has a clock of its own. For any thread.
 */
@FunctionalInterface
public interface Pace {
  /** As fast as it goes. */
  Pace FREE = wanted -> wanted;

  /**
   * Waits until some more bytes may be copied.
   *
   * @param wanted how many there are to copy, 1 or more
   * @return how many of them may be copied now, 1 or more
   * @throws CancellationException if the run is stopped meanwhile
   */
  int take(int wanted);
}
