package dev.lockstep.testkit;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a {@link SyntheticProvider}'s replica was given and did not keep. */
public final class Swallowed {
  final LongAdder files = new LongAdder();
  final LongAdder folders = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder removals = new LongAdder();

  /** Files that were committed. */
  public long files() {
    return files.sum();
  }

  /** Folders that were committed. */
  public long folders() {
    return folders.sum();
  }

  /** Bytes that were written, be it to what was never committed. */
  public long bytes() {
    return bytes.sum();
  }

  /** Entries that were to be removed. */
  public long removals() {
    return removals.sum();
  }
}
