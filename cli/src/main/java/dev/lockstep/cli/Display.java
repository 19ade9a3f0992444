package dev.lockstep.cli;

/**
 * Shows what a command is doing. For any thread; showing is done elsewhere, and returns at once.
 */
@FunctionalInterface
interface Display {
  /** Shows nothing. */
  Display NONE = _ -> {};

  /** Shows this from now on. What was shown before is gone when this returns. */
  void show(Activity activity);

  /** Erases what is shown, if that can be done at once, for a process that is about to end. */
  default void leave() {}

  /** Shows nothing any more. */
  default void close() {}
}
