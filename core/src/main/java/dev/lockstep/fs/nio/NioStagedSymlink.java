package dev.lockstep.fs.nio;

import dev.lockstep.fs.Staged;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.util.Optional;

/** A staged symbolic link. */
final class NioStagedSymlink implements Staged {
  private final Staging staging;
  private final MetadataWriter writer;

  NioStagedSymlink(Staging staging, MetadataWriter writer) {
    this.staging = staging;
    this.writer = writer;
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    writer.write(staging.path(), Kind.SYMLINK, metadata);
  }

  @Override
  public void commit() throws IOException {
    staging.commit();
  }

  @Override
  public Name commitDisplacing() throws IOException {
    return staging.commitDisplacing();
  }

  @Override
  public Optional<Stamp> stamp() throws IOException {
    return staging.stamp();
  }

  @Override
  public void close() throws IOException {
    staging.discard();
  }
}
