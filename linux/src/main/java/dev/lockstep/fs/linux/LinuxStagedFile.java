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
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file on its way. */
final class LinuxStagedFile implements StagedFile {
  /**
   * From this size on sharing blocks is faster than copying, measured on btrfs and XFS: 50 to 70 us
   * at any size, against 60 to 220 for 64 KiB and thousands for 1 MiB. Below, copying costs no
   * more, and the digest is made on the way. (copy_file_range(2) does the same as sharing where
   * blocks can be shared; elsewhere, on ext4, it saves less than the reading for the digest takes.)
   */
  private static final long WORTH_SHARING_BYTES = 64 * 1024;

  private final Handle handle;
  private final Staging staging;
  private final LinuxReplicaDirectory folder;
  private final Metadata has;
  private final long size;
  private long length;
  private boolean hasHoles;
  private boolean isFlushedAlone;
  private boolean isStreamed;
  private @Nullable Overlay overlay;

  LinuxStagedFile(
      Handle handle, Staging staging, LinuxReplicaDirectory folder, Metadata has, long size) {
    this.handle = handle;
    this.staging = staging;
    this.folder = folder;
    this.has = has;
    this.size = size;
    this.isStreamed = Streaming.isWorth(size);
  }

  @Override
  public void write(byte[] buffer, int offset, int count) throws IOException {
    long data = Scratch.ofThisThread().io(count);
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, Scratch.LARGE_IO_SIZE);
      if (overlay == null || !overlay.write(buffer, offset + done, part, data, length)) {
        cutOff();
        Memory.copy(buffer, offset + done, part, data);
        writeAll(data, part);
      }
      length += part;
      done += part;
    }
  }

  private void writeAll(long data, int size) throws IOException {
    int file = handle.number();
    if (isStreamed && size >= Streaming.LEAST_BYTES) {
      if (Streaming.writeAll(file, data, size, length, staging.shown())) {
        return;
      }
      isStreamed = false;
    }
    Calls.writeAll(file, data, size, length, staging.shown());
  }

  /**
   * A hole is what was never written. The file gets its size before: XFS gives one that grows more
   * room than it needs, in holes too.
   */
  @Override
  public void writeHole(long count) throws IOException {
    if (overlay != null) {
      StagedFile.super.writeHole(count); // A hole would leave what stands there.
      return;
    }
    if (!hasHoles) {
      hasHoles = true;
      Calls.require(Libc.ftruncate(handle.number(), size), staging.shown());
    }
    length += count;
  }

  @Override
  public boolean beginWith(ReadableFile old) throws IOException {
    // Whatever is wrong with the old version, the new one can do without it.
    if (!mayShare(old) || share(old) < 0) {
      return false;
    }
    overlay = new Overlay(handle.number(), staging.shown());
    return true;
  }

  @Override
  public boolean shareContent(ReadableFile source) throws IOException {
    if (size < WORTH_SHARING_BYTES || !mayShare(source)) {
      return false;
    }
    long result = share(source);
    if (result < 0 && isFailure(result)) {
      throw Errno.exception(result, staging.shown().toString());
    }
    return result >= 0;
  }

  private boolean mayShare(ReadableFile file) {
    return file instanceof LinuxReadableFile && folder.replica().fileSystem().mayShare();
  }

  /** Where it fails, it may have shared some; nothing of that is left. */
  private long share(ReadableFile file) throws IOException {
    int from = ((LinuxReadableFile) file).descriptor();
    long result = Libc.ioctl(handle.number(), Constants.FICLONE, from);
    if (result < 0) {
      Calls.require(Libc.ftruncate(handle.number(), 0), staging.shown());
    }
    return result;
  }

  /** Whether copying would fail as well; else sharing is just not possible. */
  private static boolean isFailure(long result) {
    return result == -Errno.EIO || result == -Errno.EROFS;
  }

  @Override
  public void flushWithMetadata() {
    isFlushedAlone = true;
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    end();
    try {
      folder.replica().writer().write(handle, Kind.FILE, staging.shown(), has, metadata);
    } finally {
      if (isFlushedAlone) {
        Calls.require(Libc.fsync(handle.number()), staging.shown());
      }
    }
    // What waits for its commit is not to use up descriptors.
    finish();
  }

  @Override
  public void commit() throws IOException {
    finish();
    staging.commit();
  }

  @Override
  public Name commitDisplacing() throws IOException {
    finish();
    return staging.commitDisplacing();
  }

  /** Some network file systems say only at the closing that what was written is lost. */
  private void finish() throws IOException {
    end();
    int result = handle.release();
    if (result != -Errno.EINTR) {
      Calls.require(result, staging.shown());
    }
  }

  /** A hole at the end is nothing but a length. */
  private void end() throws IOException {
    cutOff();
    if (hasHoles && length != size) {
      Calls.require(Libc.ftruncate(handle.number(), length), staging.shown());
      hasHoles = false;
    }
  }

  /** What was not written anew is no part of the new version. */
  private void cutOff() throws IOException {
    if (overlay != null) {
      Calls.require(Libc.ftruncate(handle.number(), length), staging.shown());
      overlay = null;
    }
  }

  @Override
  public Optional<Stamp> stamp() throws IOException {
    return staging.stamp();
  }

  @Override
  public void close() throws IOException {
    try (handle) {
      staging.close();
    }
  }
}
