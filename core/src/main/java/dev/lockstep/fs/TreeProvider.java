package dev.lockstep.fs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A backend, found by {@link java.util.ServiceLoader}. Of those available for a root the one of
 * highest rank serves.
 */
public interface TreeProvider {
  /** One or two words for it, such as {@code portable}. */
  String name();

  /**
   * Which backend is preferred where several are available: the higher one. The portable backend
   * has 0.
   */
  int rank();

  /** Whether this backend can serve a root of this path. */
  Availability availability(Path root);

  /** Looks, reading only, at what stands where a root should be. */
  RootState inspect(Path root) throws IOException;

  /** Makes the folder and its missing parents, for a replica that is not there yet. */
  void createRoot(Path root) throws IOException;

  /** Opens a folder as a source. */
  SourceTree openSource(Path root) throws IOException;

  /** Opens a folder as a replica and probes what it can hold, writing nothing that stays. */
  ReplicaTree openReplica(Path root) throws IOException;

  /**
   * Begins to watch a folder, if that can be trusted here. A local file system of which it is known
   * that every change is told can be; no probe is made, since on others what comes from this
   * machine is told, and what comes from elsewhere is not.
   *
   * @throws IOException if the folder cannot be opened
   */
  default Watching watch(Path root, Watching.Scope scope) throws IOException {
    return new Watching.Unfit("the %s backend is told of no changes".formatted(name()));
  }
}
