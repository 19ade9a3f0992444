package dev.lockstep.engine;

import dev.lockstep.guard.Judged;
import dev.lockstep.guard.PairFolder;
import java.io.IOException;
import java.util.Optional;

/**
 * What is known of earlier judgements about a pair's deletions, from run to run, and where there is
 * a folder of the pair, from process to process. For one thread.
 */
final class Judgement {
  private final Optional<PairFolder> folder;
  private Judged judged;
  private boolean isFirstRun;

  private Judgement(Optional<PairFolder> folder, Judged judged) {
    this.folder = folder;
    this.judged = judged;
  }

  /** What is known of a pair. */
  static Judgement of(Optional<PairFolder> folder) {
    return new Judgement(folder, folder.map(Judged::read).orElse(Judged.NEVER));
  }

  /** Whether no run of the pair was ever begun. */
  boolean isOfNewPair() {
    return !judged.isBegun();
  }

  /**
   * The first run of the pair begins.
   *
   * @param sharesNames whether both roots have a name in common
   * @param isKept whether later runs are to know
   */
  void begin(boolean sharesNames, boolean isKept) {
    judged = judged.begun(sharesNames);
    isFirstRun = true;
    if (isKept) {
      keep();
    }
  }

  /** A later run begins: what an earlier one has made by now was not there at first. */
  void goOn() {
    isFirstRun = false;
  }

  /** Whether no deletions were judged yet, and both roots had no name in common. */
  boolean isOfStrangers() {
    return judged.entries().isEmpty() && !judged.sharesNames();
  }

  /** How large the replica is taken to be: see {@link Judged#replica}. */
  long replica(long found, long wished) {
    return isFirstRun ? found : judged.replica(found, wished);
  }

  /** The deletions of a run were judged, and the replica has this many entries now. */
  void judged(long entries) {
    isFirstRun = false;
    if (!judged.isOf(entries)) {
      judged = judged.judged(entries);
      keep();
    }
  }

  private void keep() {
    try {
      if (folder.isPresent()) {
        judged.write(folder.get());
      }
    } catch (IOException e) {
      // Harmless: the next process judges more strictly, or as if the pair were new.
    }
  }
}
