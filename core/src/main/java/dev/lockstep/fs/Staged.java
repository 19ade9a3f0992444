package dev.lockstep.fs;

import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * What was made beside its final name and waits for its commit. One thread at a time.
 *
 * <p>If the process dies before the commit, the staged name stays in the folder; {@link
 * dev.lockstep.model.StagedNames} tells it from others.
 */
public interface Staged extends Closeable {
  /**
   * Gives it its metadata, the time last.
   *
   * @throws UncarriableException if it cannot have this very metadata; it has all that it can, and
   *     may be committed
   */
  void setMetadata(Metadata metadata) throws IOException;

  /**
   * Lets it appear under its final name in one step, in place of what had the name. Neither the old
   * nor the new may be a folder unless the name is free.
   */
  void commit() throws IOException;

  /**
   * Lets it appear under its final name, and what had the name under a staged one, by which it can
   * be removed. In one step where {@link Capabilities#atomicExchange} says so; otherwise the name
   * is missing for a moment, and a failure puts back what was there.
   *
   * @return the staged name that the old entry has now
   */
  Name commitDisplacing() throws IOException;

  /**
   * The stamp that it has under its final name; only after the commit. Empty where this backend
   * does not tell.
   *
   * <p>RACE: what somebody puts in its place before this is looked at in its stead.
   */
  default Optional<Stamp> stamp() throws IOException {
    return Optional.empty();
  }

  /** Undoes what was staged, unless it was committed, and lets go of what it took. */
  @Override
  void close() throws IOException;
}
