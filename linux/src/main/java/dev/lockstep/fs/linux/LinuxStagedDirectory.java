package dev.lockstep.fs.linux;

import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** A folder on its way. */
final class LinuxStagedDirectory implements StagedDirectory {
  private final Staging staging;
  private final LinuxReplicaDirectory directory;

  LinuxStagedDirectory(Staging staging, LinuxReplicaDirectory directory) {
    this.staging = staging;
    this.directory = directory;
  }

  @Override
  public ReplicaDirectory directory() {
    return directory;
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    directory.setMetadata(metadata);
  }

  @Override
  public void commit() throws IOException {
    requireComplete();
    staging.commit();
    directory.state().commit();
  }

  @Override
  public Name commitDisplacing() throws IOException {
    requireComplete();
    Name displaced = staging.commitDisplacing();
    directory.state().commit();
    return displaced;
  }

  private void requireComplete() throws FileSystemException {
    if (!directory.state().isComplete()) {
      throw new FileSystemException(
          staging.shown().toString(),
          null,
          "something in it could be neither finished nor removed");
    }
  }

  @Override
  public void close() throws IOException {
    // From the commit on it is of use to others.
    if (directory.state().isStaged()) {
      directory.close();
    }
    staging.close();
  }
}
