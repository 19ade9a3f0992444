package dev.lockstep.apply;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.Storage;
import java.io.IOException;
import java.util.Optional;

/** A replica for dry runs: it shows what is there and swallows every change. */
public final class DryReplicaTree implements ReplicaTree {
  private final ReplicaTree real;
  private final boolean isMissing;
  private final DryMoves moves;

  private DryReplicaTree(ReplicaTree real, boolean isMissing) {
    this.real = real;
    this.isMissing = isMissing;
    this.moves = new DryMoves(real);
  }

  /** A view of a replica that is there. */
  public static DryReplicaTree of(ReplicaTree real) {
    return new DryReplicaTree(real, false);
  }

  /**
   * A view of a replica that is not there yet, and thus empty.
   *
   * @param nearest a tree where the replica would be made, to know what it could hold
   */
  public static DryReplicaTree missing(ReplicaTree nearest) {
    return new DryReplicaTree(nearest, true);
  }

  @Override
  public ReplicaDirectory openRoot() throws IOException {
    return DryDirectory.root(moves, isMissing ? Optional.empty() : Optional.of(real.openRoot()));
  }

  @Override
  public Capabilities capabilities() {
    return real.capabilities();
  }

  @Override
  public Storage storage() {
    return real.storage();
  }

  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    real.close();
  }
}
