package dev.lockstep.apply;

/** Waits before something is tried again; handed in, since no stage has a clock of its own. */
@FunctionalInterface
public interface Pauses {
  /**
   * Waits a little, longer with each attempt.
   *
   * @param attempt how many attempts there were, 1 or more
   */
  void before(int attempt);
}
