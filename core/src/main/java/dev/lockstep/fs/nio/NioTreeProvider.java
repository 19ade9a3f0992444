package dev.lockstep.fs.nio;

import dev.lockstep.fs.Availability;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The portable backend: it serves every path that Java has, and is there when no other is. */
public final class NioTreeProvider implements TreeProvider {
  private final UuidProbe probe;

  /** Made by {@link java.util.ServiceLoader}. */
  public NioTreeProvider() {
    this(UuidProbe.NONE);
  }

  /** Looks at roots for another backend, which knows how to ask file systems for their UUIDs. */
  public NioTreeProvider(UuidProbe probe) {
    this.probe = probe;
  }

  @Override
  public String name() {
    return "portable";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Availability availability(Path root) {
    return new Availability.Available();
  }

  @Override
  public RootState inspect(Path root) throws IOException {
    return new RootFinder(root.getFileSystem(), probe).inspect(root);
  }

  @Override
  public void createRoot(Path root) throws IOException {
    Files.createDirectories(new RootFinder(root.getFileSystem(), probe).placeToMake(root));
  }

  @Override
  public SourceTree openSource(Path root) throws IOException {
    return new NioSourceTree(Access.to(root.getFileSystem()), root.toRealPath());
  }

  @Override
  public ReplicaTree openReplica(Path root) throws IOException {
    Access access = Access.to(root.getFileSystem());
    Path realPath = root.toRealPath();
    var probe = new ReplicaProbe(access.attributes(), realPath);
    return new NioReplicaTree(access, realPath, probe.capabilities());
  }

  @Override
  public Watching watch(Path root, Watching.Scope scope) throws IOException {
    return WatchServiceFeed.begin(root.toRealPath(), scope);
  }
}
