package dev.lockstep.engine;

import dev.lockstep.digest.Hasher;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.index.ProofStore;
import dev.lockstep.model.DigestAlgorithm;
import java.nio.file.Path;

/**
 * Has the JDK make what every run needs and what takes it long: native calls, digests, the store of
 * the index. Changes nothing.
 */
public final class WarmUp {
  private static final Path ANY = Path.of("/");

  private WarmUp() {}

  /** Begins it on a thread of its own, which nothing has to wait for. */
  public static void begin() {
    Thread.ofPlatform().daemon().name("lockstep-warm-up").start(WarmUp::run);
  }

  private static void run() {
    try {
      Backends.installed().choose(ANY);
      Hasher.of(DigestAlgorithm.MD5);
      PairFolder.of(ANY, ANY, ANY);
      ProofStore.warmUp();
      ProcessHandle.current();
    } catch (RuntimeException | Error e) {
      // Harmless: it shows again where it is needed, and is told there.
    }
  }
}
