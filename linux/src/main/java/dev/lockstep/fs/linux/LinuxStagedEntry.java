package dev.lockstep.fs.linux;

import dev.lockstep.fs.Staged;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;

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
    long opened =
        Libc.openat(
            staging.folder(),
            Calls.name(Scratch.ofThisThread(), staging.name()),
            Constants.O_PATH | Constants.O_NOFOLLOW | Constants.O_CLOEXEC,
            0);
    int descriptor = (int) Calls.require(opened, staging.shown());
    try (var handle = new Handle(new Fd(descriptor), true)) {
      folder.replica().writer().write(handle, kind, staging.shown(), has, metadata);
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
  public void close() throws IOException {
    staging.close();
  }
}
