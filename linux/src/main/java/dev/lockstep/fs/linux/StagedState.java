package dev.lockstep.fs.linux;

/**
 * Whether a folder is staged, and how many entries in it are begun and not ended. For the thread
 * that staged the folder; from its commit on for any.
 */
final class StagedState {
  private volatile boolean staged;
  private int open;

  StagedState(boolean staged) {
    this.staged = staged;
  }

  boolean isStaged() {
    return staged;
  }

  void begin() {
    open++;
  }

  void finish() {
    open--;
  }

  /** Whether all that was begun inside is whole or gone. */
  boolean isComplete() {
    return open == 0;
  }

  /** The folder shows. */
  void commit() {
    staged = false;
  }
}
