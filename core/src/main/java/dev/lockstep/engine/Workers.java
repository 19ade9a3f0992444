package dev.lockstep.engine;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.fs.Storage;
import java.util.Set;

/** How many workers a run has; the reasons for the numbers stand in docs/tuning.md. */
final class Workers {
  /** One has the head of a spinning disk moved while the other hashes what it has read. */
  static final int OF_SPINNING = 2;

  /** So many calls are on their way to another machine and back at a time. */
  static final int OF_NETWORK = 8;

  private Workers() {}

  /** As many as there are cores, so that hashing keeps them all busy. */
  static int ofCores() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MirrorOptions.MOST_JOBS);
  }

  /**
   * As many as suit all of these.
   *
   * @param cores how many there are
   */
  static int usual(Set<Storage> roots, int cores) {
    if (roots.contains(Storage.SPINNING)) {
      return Math.min(OF_SPINNING, cores);
    }
    return roots.contains(Storage.NETWORK) ? OF_NETWORK : cores;
  }
}
