package dev.lockstep.fs;

import java.io.Closeable;
import java.io.IOException;

/**
 * The open folders of one path on either side.
 *
 * @param source the source's
 * @param replica the replica's
 */
public record FolderPair(SourceDirectory source, ReplicaDirectory replica) implements Closeable {
  @Override
  public void close() throws IOException {
    try (source;
        replica) {
      // Closing is all there is to do.
    }
  }
}
