package dev.lockstep.engine;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.model.Problem;
import dev.lockstep.watch.Dirty;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A run that marches through what has changed, again and again, as long as something does: its
 * roots are open and the replica is locked until it is closed. For one thread.
 */
final class LiveRun implements Closeable {
  private final Prepared prepared;
  private final Proofs proofs;
  private final Run run;
  private final LateListener listener;
  private boolean isKept;

  LiveRun(Prepared prepared, Proofs proofs, Run run, LateListener listener) {
    this.prepared = prepared;
    this.proofs = proofs;
    this.run = run;
    this.listener = listener;
  }

  Prepared prepared() {
    return prepared;
  }

  RunStart start() {
    return listener.start();
  }

  /**
   * Marches through what may have changed.
   *
   * @param onDoubt is run if only a march through everything can tell what is to be done
   * @return what could not be mirrored
   */
  List<Problem> march(List<Dirty> dirty, Runnable onDoubt) {
    listener.progress(() -> run.progress(OptionalLong.empty()));
    run.march(dirty, onDoubt);
    return takeProblems();
  }

  /** The problems since they were taken last. */
  List<Problem> takeProblems() {
    return listener.takeProblems();
  }

  /** Flushes; see {@link Run#end}. */
  MirrorReport end(boolean isToKeep) {
    return run.end(isToKeep);
  }

  /** By how many entries the replica has grown. */
  long growth() {
    return run.growth();
  }

  /** What a person may want to know of the index, a sentence each. */
  List<String> notes() {
    return proofs.notes();
  }

  /** Who hears of it. */
  MirrorListener listener() {
    return listener;
  }

  /** Whether what the index claims may not be on the disk. */
  boolean isDistrusted() {
    return proofs.isDistrusted();
  }

  /** Whether the listener has heard of it. */
  boolean hasBegun() {
    return listener.hasBegun();
  }

  /** Takes note that it is kept that the run is going on. */
  void kept() {
    isKept = true;
  }

  /** Whether it is kept that the run is going on. */
  boolean isKept() {
    return isKept;
  }

  /** Has the listener hear of it, even if nothing happens. */
  void tellBegin() {
    listener.begin();
  }

  void tellEnd(MirrorReport report) {
    listener.runEnded(report);
  }

  @Override
  public void close() throws IOException {
    try (prepared) {
      proofs.close();
    }
  }
}
