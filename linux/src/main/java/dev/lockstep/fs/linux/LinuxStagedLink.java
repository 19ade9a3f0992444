package dev.lockstep.fs.linux;

import dev.lockstep.fs.Staged;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** One more name for an entry, on its way. */
final class LinuxStagedLink implements Staged {
  private final Staging staging;

  LinuxStagedLink(Staging staging) {
    this.staging = staging;
  }

  @Override
  public void setMetadata(Metadata metadata) {
    throw new IllegalStateException("an entry of several names has the metadata that it has");
  }

  @Override
  public void commit() throws IOException {
    staging.commit();
    staging.removeStagedName();
  }

  @Override
  public Name commitDisplacing() throws IOException {
    if (staging.isInPlace()) {
      throw new NoSuchFileException(staging.shown().toString());
    }
    return staging.commitDisplacing();
  }

  @Override
  public void close() throws IOException {
    staging.close();
  }
}
