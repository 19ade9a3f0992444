package dev.lockstep.apply;

import dev.lockstep.fs.Staged;
import java.io.Closeable;
import java.io.IOException;

/** Something staged that has its content and metadata, and not yet its name. For one thread. */
public final class PendingCommit implements Closeable {
  private final Staged staged;
  private final boolean displacing;
  private final Put.Done done;

  PendingCommit(Staged staged, boolean displacing, Put.Done done) {
    this.staged = staged;
    this.displacing = displacing;
    this.done = done;
  }

  /** What it will be, once it is committed. */
  public Put.Done expected() {
    return done;
  }

  /** Lets it appear. */
  public Put.Done commit() throws IOException {
    try (staged) {
      return Commit.commit(staged, done, displacing);
    }
  }

  /** Undoes it. */
  @Override
  public void close() throws IOException {
    staged.close();
  }
}
