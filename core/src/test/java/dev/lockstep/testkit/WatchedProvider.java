package dev.lockstep.testkit;

import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A backend in front of another one, of which a test says what it tells of changes. */
public final class WatchedProvider extends DelegatingProvider {
  private final Path source;
  private final List<Watching.Scope> scopes = new ArrayList<>();
  private final Deque<ToldFeed> sources = new ArrayDeque<>();
  private final Deque<ToldFeed> replicas = new ArrayDeque<>();
  private final List<NestedMount> mounts = new ArrayList<>();
  private boolean isUnfit;
  private int failures;

  /**
   * Watches over a backend.
   *
   * @param source the source root
   */
  public WatchedProvider(TreeProvider inner, Path source) {
    super(inner);
    this.source = source;
  }

  /** From now on nothing can be watched. */
  public void beUnfit() {
    isUnfit = true;
  }

  /** From now on this is mounted in the source, as far as it is asked. */
  public void mount(NestedMount mount) {
    mounts.add(mount);
  }

  @Override
  public RootState inspect(Path root) throws IOException {
    RootState state = super.inspect(root);
    return root.equals(source) && state instanceof RootState.Folder folder
        ? new RootState.Folder(
            folder.realPath(),
            folder.id(),
            folder.readable(),
            folder.writable(),
            folder.regions(),
            folder.fileSystem(),
            mounts,
            folder.mountPoint())
        : state;
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
  public Watching watch(Path root, Watching.Scope scope) throws IOException {
    scopes.add(scope);
    if (failures > 0) {
      failures--;
      throw new IOException("too many open files");
    }
    if (isUnfit) {
      return new Watching.Unfit("the test says so");
    }
    var feed = new ToldFeed();
    (root.equals(source) ? sources : replicas).add(feed);
    return new Watching.Fed(feed);
  }

  /** What was to be watched, each time, be it in vain. */
  public List<Watching.Scope> scopes() {
    return scopes;
  }

  /** The next attempts to watch fail, and only these. */
  public void fail(int times) {
    failures = times;
  }
}
