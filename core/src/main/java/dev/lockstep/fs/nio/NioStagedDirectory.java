package dev.lockstep.fs.nio;

import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.Path;

/** A staged folder. */
final class NioStagedDirectory implements StagedDirectory {
  private final Staging staging;
  private final Place place;
  private final ReplicaDirectory directory;
  private final MetadataWriter writer;

  private NioStagedDirectory(
      Staging staging, Place place, ReplicaDirectory directory, MetadataWriter writer) {
    this.staging = staging;
    this.place = place;
    this.directory = directory;
    this.writer = writer;
  }

  /** The folder that this staging made. */
  static NioStagedDirectory of(Staging staging, MetadataWriter writer, Unforced unforced)
      throws IOException {
    OpenFolder parent = staging.folder();
    Path name = parent.access().spelling().path(staging.name());
    Place place =
        parent.place().isStaged()
            ? parent.place().resolve(name)
            : new Place.Staged(parent.place().path().resolve(name));
    var directory =
        new NioReplicaDirectory(OpenFolder.open(parent.access(), place), writer, unforced);
    return new NioStagedDirectory(staging, place, directory, writer);
  }

  @Override
  public ReplicaDirectory directory() {
    return directory;
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    writer.write(staging.path(), Kind.DIRECTORY, metadata);
  }

  @Override
  public void commit() throws IOException {
    requireFinished();
    staging.commit();
    settle();
  }

  @Override
  public Name commitDisplacing() throws IOException {
    requireFinished();
    Name displaced = staging.commitDisplacing();
    settle();
    return displaced;
  }

  @Override
  public void close() throws IOException {
    staging.discard();
  }

  private void requireFinished() throws IOException {
    if (place instanceof Place.Staged staged) {
      staged.requireFinished();
    }
  }

  private void settle() throws IOException {
    if (place instanceof Place.Staged staged) {
      staged.settle(staging.path());
    }
  }
}
