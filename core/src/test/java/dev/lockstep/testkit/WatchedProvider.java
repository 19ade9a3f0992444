package dev.lockstep.testkit;

import dev.lockstep.fs.Availability;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A backend in front of another one, of which a test says what it tells of changes. */
public final class WatchedProvider implements TreeProvider {
  private final TreeProvider inner;
  private final Path source;
  private final Deque<ToldFeed> sources = new ArrayDeque<>();
  private final Deque<ToldFeed> replicas = new ArrayDeque<>();
  private boolean isUnfit;

  /**
   * Watches over a backend.
   *
   * @param source the source root
   */
  public WatchedProvider(TreeProvider inner, Path source) {
    this.inner = inner;
    this.source = source;
  }

  /** From now on nothing can be watched. */
  public void beUnfit() {
    isUnfit = true;
  }

  /** What tells of changes in the source now. */
  public ToldFeed source() {
    return sources.getLast();
  }

  /** What tells of changes in the replica now. */
  public ToldFeed replica() {
    return replicas.getLast();
  }

  /** How often the source has begun to be watched. */
  public int sources() {
    return sources.size();
  }

  @Override
  public Watching watch(Path root, Watching.Scope scope) {
    if (isUnfit) {
      return new Watching.Unfit("the test says so");
    }
    var feed = new ToldFeed();
    (root.equals(source) ? sources : replicas).add(feed);
    return new Watching.Fed(feed);
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public int rank() {
    return inner.rank();
  }

  @Override
  public Availability availability(Path root) {
    return inner.availability(root);
  }

  @Override
  public RootState inspect(Path root) throws IOException {
    return inner.inspect(root);
  }

  @Override
  public void createRoot(Path root) throws IOException {
    inner.createRoot(root);
  }

  @Override
  public SourceTree openSource(Path root) throws IOException {
    return inner.openSource(root);
  }

  @Override
  public ReplicaTree openReplica(Path root) throws IOException {
    return inner.openReplica(root);
  }
}
