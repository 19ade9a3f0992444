package dev.lockstep.testkit;

import dev.lockstep.fs.Availability;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
import java.io.IOException;
import java.nio.file.Path;

/** A backend that does as another one; what is to be otherwise is overridden. */
public class DelegatingProvider implements TreeProvider {
  private final TreeProvider inner;

  public DelegatingProvider(TreeProvider inner) {
    this.inner = inner;
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

  @Override
  public Watching watch(Path root, Watching.Scope scope) throws IOException {
    return inner.watch(root, scope);
  }
}
