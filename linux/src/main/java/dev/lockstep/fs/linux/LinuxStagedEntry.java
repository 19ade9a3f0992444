package dev.lockstep.fs.linux;

import dev.lockstep.fs.Staged;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** A symbolic link, fifo, socket or device on its way. */
final class LinuxStagedEntry implements Staged {
  private final Staging staging;
  private final Kind kind;
  private final LinuxReplicaDirectory folder;
  private final Metadata has;

  LinuxStagedEntry(Staging staging, Kind kind, LinuxReplicaDirectory folder, Metadata has) {
    this.staging = staging;
    this.kind = kind;
    this.folder = folder;
    this.has = has;
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    try (var handle = Handle.ofPlace(staging.folder(), staging.name())) {
      requireOwn(handle);
      folder.replica().writer().write(handle, kind, staging.shown(), has, metadata);
    }
  }

  /** What somebody put in its place, be it one more name of another entry, is left alone. */
  private void requireOwn(Handle handle) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.lookAt(scratch, handle.number(), staging.shown());
    if (Looks.kind(scratch.statx()) != kind || Statx.nlink(scratch.statx()) != 1) {
      throw new FileSystemException(
          staging.shown().toString(), null, "was exchanged while it was staged");
    }
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
    staging.close();
  }
}
