package dev.lockstep.fs.linux;

import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;

/** A file on its way. */
final class LinuxStagedFile implements StagedFile {
  private final Handle handle;
  private final Staging staging;
  private final LinuxReplicaDirectory folder;
  private final Metadata has;
  private long length;
  private boolean endsInHole;

  LinuxStagedFile(Handle handle, Staging staging, LinuxReplicaDirectory folder, Metadata has) {
    this.handle = handle;
    this.staging = staging;
    this.folder = folder;
    this.has = has;
  }

  @Override
  public void write(byte[] buffer, int offset, int count) throws IOException {
    long data = Scratch.ofThisThread().io();
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, Scratch.IO_SIZE);
      Memory.copy(buffer, offset + done, part, data);
      // A call may write less than it was given.
      for (int written = 0; written < part; ) {
        long result = Libc.pwrite(handle.number(), data + written, part - written, length);
        written += (int) Calls.require(result, staging.shown());
        length += result;
      }
      done += part;
    }
    endsInHole = false;
  }

  @Override
  public void writeHole(long count) {
    length += count;
    endsInHole = true;
  }

  @Override
  public boolean shareContent(ReadableFile source) throws IOException {
    if (!(source instanceof LinuxReadableFile file) || !folder.replica().fileSystem().mayShare()) {
      return false;
    }
    long result = Libc.ioctl(handle.number(), Constants.FICLONE, file.descriptor());
    if (result < 0 && isFailure(result)) {
      throw Errno.exception(result, staging.shown());
    }
    return result >= 0;
  }

  /** Whether copying would fail as well; else sharing is just not possible. */
  private static boolean isFailure(long result) {
    return result == -Errno.EIO || result == -Errno.EROFS;
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    end();
    folder.replica().writer().write(handle, Kind.FILE, staging.shown(), has, metadata);
  }

  @Override
  public void commit() throws IOException {
    end();
    staging.commit();
  }

  @Override
  public Name commitDisplacing() throws IOException {
    end();
    return staging.commitDisplacing();
  }

  /** A hole at the end is nothing but a length. */
  private void end() throws IOException {
    if (endsInHole) {
      Calls.require(Libc.ftruncate(handle.number(), length), staging.shown());
      endsInHole = false;
    }
  }

  @Override
  public void close() throws IOException {
    try (handle) {
      staging.close();
    }
  }
}
