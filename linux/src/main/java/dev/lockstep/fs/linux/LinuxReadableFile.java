package dev.lockstep.fs.linux;

import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.model.Entry;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** A file opened for reading, or whatever took its name; {@link #entry} tells. */
final class LinuxReadableFile implements ReadableFile {
  private static final long UNLIMITED = Long.MAX_VALUE;

  /**
   * How much is asked of a disk before it is read; further on, the kernel reads ahead by itself.
   */
  private static final long FIRST_BYTES = 1 << 20;

  private final Handle handle;
  private final Name name;
  private long position;

  /** Where the data that is being read ends, as far as holes were asked for. */
  private long dataEnd = UNLIMITED;

  private boolean asksForHoles;

  LinuxReadableFile(Fd fd, Name name) {
    this.handle = new Handle(fd, false);
    this.name = name;
  }

  int descriptor() {
    return handle.number();
  }

  @Override
  public Entry.File entry() throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.lookAt(scratch, descriptor(), name);
    if (Looks.kind(scratch.statx()) != Kind.FILE) {
      throw new FileSystemException(name.toString(), null, "is no regular file");
    }
    return Looks.file(name, scratch.statx());
  }

  /**
   * Reads at a position, which no fifo or socket allows. A device that took the name is read;
   * {@link #entry} tells before anything is made of it.
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long most = Math.min(Math.min(length, Scratch.LARGE_IO_SIZE), dataEnd - position);
    long data = Scratch.ofThisThread().io(length);
    int got = (int) Calls.require(Libc.pread(descriptor(), data, most, position), name);
    if (got == 0) {
      return -1;
    }
    Memory.copy(data, buffer, offset, got);
    position += got;
    return got;
  }

  @Override
  public long skipHole() throws IOException {
    if (asksForHoles && position < dataEnd) {
      return 0;
    }
    asksForHoles = true;
    dataEnd = UNLIMITED;
    long data = Libc.lseek(descriptor(), position, Constants.SEEK_DATA);
    if (data == -Errno.ENXIO) {
      // No data follows: a hole up to the end, if that is not reached.
      data = Math.max(position, Libc.lseek(descriptor(), 0, Constants.SEEK_END));
    } else if (data < 0) {
      // Some file systems cannot tell; then all is data.
      return 0;
    } else {
      long end = Libc.lseek(descriptor(), data, Constants.SEEK_HOLE);
      dataEnd = end < 0 ? UNLIMITED : end;
    }
    long hole = data - position;
    position = data;
    return hole;
  }

  /**
   * What was written and is not on the disk yet stays in memory; so does what a program has mapped.
   */
  @Override
  public void forgetCached() {
    // Advice, which some file systems do not take.
    Libc.posix_fadvise(descriptor(), 0, 0, Constants.POSIX_FADV_DONTNEED);
    // The disk may begin at once, while the other side's file is opened.
    Libc.posix_fadvise(descriptor(), 0, FIRST_BYTES, Constants.POSIX_FADV_WILLNEED);
  }

  @Override
  public ExtendedAttributes attributes() throws IOException {
    return XattrReader.read(handle);
  }

  @Override
  public void close() {
    handle.close();
  }
}
