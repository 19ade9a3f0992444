package dev.lockstep.fs.linux;

import dev.lockstep.fs.Availability;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import java.nio.file.Path;

/**
 * The backend by Linux system calls. It says that it is unavailable, and why, so that the portable
 * one serves.
 */
public final class LinuxTreeProvider implements TreeProvider {
  private static final int RANK = 10;

  /** For {@link java.util.ServiceLoader}. */
  public LinuxTreeProvider() {}

  @Override
  public String name() {
    return "Linux";
  }

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public Availability availability(Path root) {
    return new Availability.Unavailable("it is no part of this version yet");
  }

  @Override
  public RootState inspect(Path root) {
    throw unavailable();
  }

  @Override
  public void createRoot(Path root) {
    throw unavailable();
  }

  @Override
  public SourceTree openSource(Path root) {
    throw unavailable();
  }

  @Override
  public ReplicaTree openReplica(Path root) {
    throw unavailable();
  }

  private static IllegalStateException unavailable() {
    return new IllegalStateException("an unavailable backend was asked to serve");
  }
}
