package dev.lockstep.testkit;

import dev.lockstep.model.Cancellation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has happen one after the other while a mirror waits. */
public final class Steps {
  private final Deque<Step> steps = new ArrayDeque<>();

  /** Something that happens. */
  @FunctionalInterface
  public interface Step {
    void take() throws IOException;
  }

  /** Adds one after the others. */
  public void add(Step step) {
    steps.add(step);
  }

  /**
   * Takes the next one, or asks for the stop after the last.
   *
   * @return whether the stop was asked for
   */
  public boolean takeNext(Cancellation token) {
    Step step = steps.poll();
    try {
      if (step == null) {
        token.cancel();
      } else {
        step.take();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return token.isCancelled();
  }
}
