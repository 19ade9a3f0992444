package dev.lockstep.testkit;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootLock;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.Storage;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import java.io.IOException;
import java.nio.file.Path;

/** A backend in front of another one, with a {@link Gate} before every operation on either side. */
public final class FaultyProvider extends DelegatingProvider {
  private final Roots roots;
  private final Gate gate;

  /**
   * Guards a backend.
   *
   * @param roots tells which side a root is
   */
  public FaultyProvider(TreeProvider inner, Roots roots, Gate gate) {
    super(inner);
    this.roots = roots;
    this.gate = gate;
  }

  @Override
  public RootState inspect(Path root) throws IOException {
    Side side = root.equals(roots.source()) ? Side.SOURCE : Side.REPLICA;
    gate.before(new Operation(side, Verb.INSPECT, RelativePath.ROOT));
    return super.inspect(root);
  }

  @Override
  public void createRoot(Path root) throws IOException {
    gate.before(new Operation(Side.REPLICA, Verb.CREATE_ROOT, RelativePath.ROOT));
    super.createRoot(root);
  }

  @Override
  public SourceTree openSource(Path root) throws IOException {
    gate.before(new Operation(Side.SOURCE, Verb.OPEN_TREE, RelativePath.ROOT));
    return new Source(super.openSource(root), gate);
  }

  @Override
  public ReplicaTree openReplica(Path root) throws IOException {
    gate.before(new Operation(Side.REPLICA, Verb.OPEN_TREE, RelativePath.ROOT));
    return new Replica(super.openReplica(root), gate);
  }

  private record Source(SourceTree inner, Gate gate) implements SourceTree {
    @Override
    public Storage storage() {
      return inner.storage();
    }

    @Override
    public SourceDirectory openRoot() throws IOException {
      gate.before(new Operation(Side.SOURCE, Verb.OPEN_ROOT, RelativePath.ROOT));
      return new FaultySourceDirectory(inner.openRoot(), RelativePath.ROOT, gate);
    }

    @Override
    public void close() throws IOException {
      inner.close();
    }
  }

  private record Replica(ReplicaTree inner, Gate gate) implements ReplicaTree {
    @Override
    public Storage storage() {
      return inner.storage();
    }

    @Override
    public ReplicaDirectory openRoot() throws IOException {
      gate.before(new Operation(Side.REPLICA, Verb.OPEN_ROOT, RelativePath.ROOT));
      return new FaultyReplicaDirectory(inner.openRoot(), RelativePath.ROOT, gate);
    }

    @Override
    public void flush() throws IOException {
      gate.before(new Operation(Side.REPLICA, Verb.FLUSH, RelativePath.ROOT));
      inner.flush();
    }

    @Override
    public void alsoFlush(ReplicaDirectory folder) throws IOException {
      inner.alsoFlush(((FaultyReplicaDirectory) folder).inner());
    }

    @Override
    public RootLock tryLock() throws IOException {
      return gate.mayLeaveOpen() ? new RootLock.Unsupported() : inner.tryLock();
    }

    @Override
    public Capabilities capabilities() {
      return inner.capabilities();
    }

    @Override
    public void close() throws IOException {
      inner.close();
    }
  }
}
