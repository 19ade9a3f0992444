package dev.lockstep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A clock under which the next step is taken whenever a mirror that watches is idle. */
public final class SteppedClock extends StillClock {
  /** Longer than anything that comes of a change takes; what is waited for longer is idle. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  /** Longer than it takes until a change is handed out. */
  private static final Duration HANDED_OUT = Duration.ofMillis(100);

  /** From one step to the next. */
  private static final int MOST_WAITS = 1_000;

  private final Steps steps;
  private final Deque<Steps.Step> soon = new ArrayDeque<>();
  private int waited;

  public SteppedClock(Steps steps) {
    this.steps = steps;
  }

  /** Adds a step that is taken as soon as all changes are handed out, the roots still open. */
  public void addSoon(Steps.Step step) {
    soon.add(step);
  }

  @Override
  public boolean await(Duration time, Cancellation token) {
    waited++;
    assertThat(waited).as("waits for nothing").isLessThan(MOST_WAITS);
    if (time.compareTo(IDLE) >= 0) {
      waited = 0;
      return steps.takeNext(token);
    }
    if (time.compareTo(HANDED_OUT) <= 0 || soon.isEmpty()) {
      return super.await(time, token);
    }
    try {
      soon.remove().take();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return token.isCancelled();
  }
}
