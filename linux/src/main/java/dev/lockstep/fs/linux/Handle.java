package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.model.Name;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An entry that is open: for use, or as a mere place (O_PATH), which asks for no right to it and
 * works for links and devices too. What is done through it is done to that very entry, whatever has
 * become of its name. Results are negated errnos where a call fails.
 */
final class Handle implements Closeable {
  private static final String DESCRIPTORS = "/proc/self/fd/";

  private final Fd fd;
  private final boolean pathOnly;

  /** The place in a listing belongs to the descriptor, whoever shares it. */
  private final Object listing;

  Handle(Fd fd, boolean pathOnly) {
    this(fd, pathOnly, new Object());
  }

  private Handle(Fd fd, boolean pathOnly, Object listing) {
    this.fd = fd;
    this.pathOnly = pathOnly;
    this.listing = listing;
  }

  /** Opens an entry of a folder as a mere place, a link itself. */
  static Handle ofPlace(int folder, Name name) throws IOException {
    long opened =
        Libc.openat(
            folder,
            Calls.name(Scratch.ofThisThread(), name),
            Constants.O_PATH | Constants.O_NOFOLLOW | Constants.O_CLOEXEC,
            0);
    return new Handle(new Fd((int) Calls.require(opened, name)), true);
  }

  /** The lock of who lists it. */
  Object listing() {
    return listing;
  }

  int number() {
    return fd.number();
  }

  boolean isPathOnly() {
    return pathOnly;
  }

  /** The same entry for another owner, who closes it too. */
  Handle share() {
    return new Handle(fd.share(), pathOnly, listing);
  }

  /** Opens the entry for reading, waiting as long as it takes; gives a descriptor. */
  long openForReading() {
    return Libc.openat(
        Constants.AT_FDCWD,
        path(Scratch.ofThisThread()),
        Constants.O_RDONLY | Constants.O_CLOEXEC,
        0);
  }

  /** Gives the descriptor up; a negated errno if what was written is lost by that. */
  int release() {
    return fd.release();
  }

  long chown(int owner, int group) {
    return Libc.fchownat(
        number(), Scratch.ofThisThread().empty(), owner, group, Constants.AT_EMPTY_PATH);
  }

  long chmod(int mode) {
    if (!pathOnly) {
      return Libc.fchmod(number(), mode);
    }
    long result =
        Libc.fchmodat2(number(), Scratch.ofThisThread().empty(), mode, Constants.AT_EMPTY_PATH);
    // Kernels before 6.6, and some containers, change modes only by a path.
    return result == -Errno.ENOSYS || result == -Errno.EPERM
        ? Libc.fchmodat(Constants.AT_FDCWD, path(Scratch.ofThisThread()), mode)
        : result;
  }

  /** Sets the time of modification, leaving that of access alone. */
  long utimens(Instant modified) {
    Scratch scratch = Scratch.ofThisThread();
    scratch.putTimes(0, Constants.UTIME_OMIT, modified.getEpochSecond(), modified.getNano());
    return pathOnly
        ? Libc.utimensat(number(), scratch.empty(), scratch.times(), Constants.AT_EMPTY_PATH)
        : Libc.utimensat(number(), 0, scratch.times(), 0);
  }

  /** Lists extended attributes into a buffer. */
  long listxattr(long buffer, long size) {
    return pathOnly
        ? Libc.listxattr(path(Scratch.ofThisThread()), buffer, size)
        : Libc.flistxattr(number(), buffer, size);
  }

  long getxattr(long name, long buffer, long size) {
    return pathOnly
        ? Libc.getxattr(path(Scratch.ofThisThread()), name, buffer, size)
        : Libc.fgetxattr(number(), name, buffer, size);
  }

  long setxattr(long name, long value, long size) {
    return pathOnly
        ? Libc.setxattr(path(Scratch.ofThisThread()), name, value, size, 0)
        : Libc.fsetxattr(number(), name, value, size, 0);
  }

  long removexattr(long name) {
    return pathOnly
        ? Libc.removexattr(path(Scratch.ofThisThread()), name)
        : Libc.fremovexattr(number(), name);
  }

  /** Watches the entry by this queue of inotify; gives the number of the watch. */
  int addWatch(int inotify, int mask) {
    return Libc.inotify_add_watch(inotify, path(Scratch.ofThisThread()), mask);
  }

  /** Where it is, as its mount shows it: reads that into the buffer, and gives the length. */
  long readPlace(long buffer, int size) {
    return Libc.readlinkat(Constants.AT_FDCWD, path(Scratch.ofThisThread()), buffer, size);
  }

  /** The path by which the kernel leads to the open entry, a link itself, and nowhere else. */
  private long path(Scratch scratch) {
    return scratch.path().put((DESCRIPTORS + number()).getBytes(StandardCharsets.US_ASCII));
  }

  /** The path of an entry of an open folder, a link itself, which goes the same way. */
  static long path(Scratch scratch, int folder, Name name) {
    byte[] way = (DESCRIPTORS + folder + "/").getBytes(StandardCharsets.US_ASCII);
    return scratch.path().put(name, (text, room) -> text.putInto(room.put(way)));
  }

  @Override
  public void close() {
    fd.close();
  }
}
