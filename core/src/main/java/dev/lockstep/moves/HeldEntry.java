package dev.lockstep.moves;

import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.util.Optional;

/**
 * An entry of the source that waits until the march is over.
 *
 * @param path where the source has it now
 * @param source its stamp there
 * @param kind of it
 * @param origin where it was; empty if it is not known elsewhere, and only waits since what the
 *     replica has in its place may have been moved
 */
public record HeldEntry(RelativePath path, Stamp source, Kind kind, Optional<Origin> origin) {
  /**
   * Where an entry was, as the index knows it.
   *
   * @param path in both trees
   * @param replica which entry the replica had there
   */
  public record Origin(RelativePath path, FileId replica) {}
}
