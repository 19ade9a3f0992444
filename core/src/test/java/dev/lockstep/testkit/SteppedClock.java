package dev.lockstep.testkit;

import dev.lockstep.model.Cancellation;
import java.time.Duration;

/** A clock under which the next step is taken whenever a mirror that watches is idle. */
public final class SteppedClock extends StillClock {
  /** Longer than anything that comes of a change takes; what is waited for longer is idle. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final Steps steps;

  public SteppedClock(Steps steps) {
    this.steps = steps;
  }

  @Override
  public boolean await(Duration time, Cancellation token) {
    return time.compareTo(IDLE) < 0 ? super.await(time, token) : steps.takeNext(token);
  }
}
