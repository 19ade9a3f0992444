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
      if (run.clock().nanos() - last >= EVERY_NANOS && run.proofs().hasNews()) {
        keep();
      }
      last = run.clock().nanos();
    } finally {
      lock.unlock();
    }
  }

  private void keep() {
    try (ProofLog covered = run.proofs().take()) {
      run.flushing().written();
      run.flushing().flush();
      run.proofs().keep(covered);
    } catch (IOException e) {
      // What was not flushed, or could not be kept, is not claimed; the end of the run tells.
    }
  }
}
