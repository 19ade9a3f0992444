package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Pair;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A large file, split off so that other workers go on with its folder. */
final class FileTask implements Task {
  /**
   * From this size on a file is worth a task: it takes milliseconds, handing it over microseconds.
   */
  static final long WORTH_BYTES = 16L * 1024 * 1024;

  private final March march;
  private final FolderNode node;
  private final Pair pair;
  private final @Nullable Proof proof;

  /** Makes the task, which holds its folder open. */
  FileTask(March march, FolderNode node, Pair pair, @Nullable Proof proof) {
    this.march = march;
    this.node = node;
    this.pair = pair;
    this.proof = proof;
    node.hold();
    march.run().queue().turnstile().begin(path());
    march.run().tally().gauge().waits(size(pair));
  }

  private RelativePath path() {
    return node.path().resolve(pair.name());
  }

  private static long size(Pair pair) {
    return pair.ofSource().map(Entry::stamp).map(Stamp::size).orElse(0L);
  }

  /** Takes long, and is of no concern to who works on other entries of the folder meanwhile. */
  @Override
  public @Nullable Task advance(Workspace workspace) {
    Turnstile turnstile = march.run().queue().turnstile();
    turnstile.leave();
    try {
      mirror(workspace);
    } finally {
      turnstile.enter();
    }
    return null;
  }

  private void mirror(Workspace workspace) {
    march.group().endIfOld(workspace);
    march.checkpoints().passBy();
    try (Handles.Lease lease = march.handles().open(node)) {
      march.pairs().handle(node, lease.folder(), pair, proof, march.run().tally(), workspace);
    } catch (IOException e) {
      march.heldBack().doubt();
      march.run().tally().problem(Failures.problem(path(), "cannot be reached", e));
    }
    end();
  }

  @Override
  public void drop() {
    end();
  }

  private void end() {
    march.run().tally().gauge().isFinished(size(pair));
    march.run().queue().turnstile().end(path());
    march.settling().release(node);
  }

  @Override
  public void abort() {}
}
