package dev.lockstep.engine;

import dev.lockstep.index.ProofLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * In a long run, has what was proven kept every few minutes, so that a run that is cut off has not
 * proven it in vain. For any thread; one of them does it while the others go on.
 */
final class Checkpoints {
  private static final long EVERY_NANOS = Duration.ofMinutes(3).toNanos();

  private final RunParts run;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long last;

  Checkpoints(RunParts run) {
    this.run = run;
    this.last = run.clock().nanos();
  }

  /** Keeps what was proven, if it is time to. */
  void passBy() {
    if (run.clock().nanos() - last < EVERY_NANOS || !lock.tryLock()) {
      return;
    }
    try {
      if (run.clock().nanos() - last >= EVERY_NANOS && run.proofs().news().hasProofs()) {
        keep();
      }
      last = run.clock().nanos();
    } finally {
      lock.unlock();
    }
  }

  private void keep() {
    try (ProofLog covered = run.proofs().news().take()) {
      run.flushing().written();
      // What was proven may be what another flush of this run has failed for.
      run.flushing().flush(0);
      run.proofs().news().keep(covered);
    } catch (IOException e) {
      // What was not flushed, or could not be kept, is not claimed; the end of the run tells.
    }
  }
}
