package dev.lockstep.fs.linux.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A thread's native memory for the arguments and answers of calls: about 17 KiB, and what else it
 * asks for. It is freed some time after the thread has ended.
 *
 * <p>Only the thread it belongs to may use it, and only until the next use of the same piece.
 * Addresses are multiples of 16. Meant for few, lasting platform threads.
 */
public final class Scratch {
  /** The size of the buffer for getdents64, in bytes. */
  public static final int DIRENTS_SIZE = 64 << 10;

  /** The size of the buffer for file content, in bytes. */
  public static final int IO_SIZE = 256 << 10;

  /** The same for content that is read and written in larger pieces. */
  public static final int LARGE_IO_SIZE = 1 << 20;

  /** The size of each buffer for extended attributes, in bytes: no list and no value is larger. */
  public static final int XATTR_SIZE = 64 << 10;

  /** For how many {@link Pollfd} there is room. */
  public static final int POLLFDS = 4;

  /** The size of the buffer for events, in bytes. */
  public static final int EVENTS_SIZE = 256 << 10;

  private static final int NAME_SIZE = Slot.PATH_MAX + 16;
  private static final int PATH_SIZE = 2 * Slot.PATH_MAX;
  private static final int TIMES_SIZE = 32;
  private static final int TIMEOUT_SIZE = 16;
  private static final int COUNT_SIZE = 16;
  private static final int PIECE_SIZE = 16;
  private static final int PAGE = 4096;
  private static final int ALIGNMENT = 16;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final Arena arena = Arena.ofAuto();
  private final Slot name;
  private final Slot otherName;
  private final Slot path;
  private final long statx;
  private final long statfs;
  private final long times;
  private final long timeout;
  private final long pollfds;
  private final long count;
  private final long piece;
  private final long fileHandle;
  private final long empty;
  private long dirents;
  private long io;
  private long largeIo;
  private long xattrList;
  private long xattrValue;
  private long events;

  private Scratch() {
    MemorySegment all =
        arena.allocate(
            2 * NAME_SIZE
                + PATH_SIZE
                + Statx.SIZE
                + Statfs.SIZE
                + TIMES_SIZE
                + TIMEOUT_SIZE
                + POLLFDS * Pollfd.SIZE
                + COUNT_SIZE
                + PIECE_SIZE
                + FileHandle.SIZE
                + ALIGNMENT,
            ALIGNMENT);
    name = slot(all, 0, NAME_SIZE);
    otherName = slot(all, NAME_SIZE, NAME_SIZE);
    path = slot(all, 2 * NAME_SIZE, PATH_SIZE);
    statx = all.address() + 2 * NAME_SIZE + PATH_SIZE;
    statfs = statx + Statx.SIZE;
    times = statfs + Statfs.SIZE;
    timeout = times + TIMES_SIZE;
    pollfds = timeout + TIMEOUT_SIZE;
    count = pollfds + POLLFDS * Pollfd.SIZE;
    piece = count + COUNT_SIZE;
    fileHandle = piece + PIECE_SIZE;
    empty = fileHandle + FileHandle.SIZE;
  }

  /** That of this thread. */
  public static Scratch ofThisThread() {
    return OF_THREAD.get();
  }

  /** Room for a name. */
  public Slot name() {
    return name;
  }

  /** Room for a second name, for calls that take two. */
  public Slot otherName() {
    return otherName;
  }

  /** Room for a path or the target of a link: 8 KiB, its NUL included. */
  public Slot path() {
    return path;
  }

  /** The address of the empty path, for calls with AT_EMPTY_PATH. */
  public long empty() {
    return empty;
  }

  /** The address of a buffer for {@link Statx}. */
  public long statx() {
    return statx;
  }

  /** The address of a buffer for {@link Statfs}. */
  public long statfs() {
    return statfs;
  }

  /** Puts the struct iovec that {@link Libc#pwritev2} reads, and answers its address. */
  public long putPiece(long data, long size) {
    Memory.putLong(piece, data);
    Memory.putLong(piece + 8, size);
    return piece;
  }

  /** The address of the pair of times that {@link Libc#utimensat} reads, as last put. */
  public long times() {
    return times;
  }

  /**
   * Puts the pair of times, and answers its address. Nanoseconds may be {@link
   * Constants#UTIME_OMIT} or {@link Constants#UTIME_NOW}; the seconds do not matter then.
   */
  public long putTimes(
      long accessSeconds, long accessNanos, long modificationSeconds, long modificationNanos) {
    Memory.putLong(times, accessSeconds);
    Memory.putLong(times + 8, accessNanos);
    Memory.putLong(times + 16, modificationSeconds);
    Memory.putLong(times + 24, modificationNanos);
    return times;
  }

  /**
   * The address of the time that {@link Libc#ppoll} waits at most, as last put or as it left it.
   */
  public long timeout() {
    return timeout;
  }

  /** Puts the time that {@link Libc#ppoll} waits at most. */
  public void putTimeout(long seconds, long nanos) {
    Memory.putLong(timeout, seconds);
    Memory.putLong(timeout + 8, nanos);
  }

  /** The address of {@link #POLLFDS} entries of {@link Pollfd}. */
  public long pollfds() {
    return pollfds;
  }

  /** The address of a long: the count of an eventfd, for instance. */
  public long count() {
    return count;
  }

  /** The address of a {@link FileHandle}. */
  public long fileHandle() {
    return fileHandle;
  }

  /** The address of {@link #EVENTS_SIZE} bytes for events; none but a feed uses them. */
  public long events() {
    if (events == 0) {
      events = allocate(EVENTS_SIZE);
    }
    return events;
  }

  /** The address of {@link #DIRENTS_SIZE} bytes for {@link Dirents}. */
  public long dirents() {
    if (dirents == 0) {
      dirents = allocate(DIRENTS_SIZE);
    }
    return dirents;
  }

  /** The address of {@link #IO_SIZE} bytes for content; a multiple of 4096, as O_DIRECT asks. */
  public long io() {
    if (io == 0) {
      io = allocate(IO_SIZE);
    }
    return io;
  }

  /**
   * The address of memory for so much content, or for {@link #LARGE_IO_SIZE} bytes of it; a
   * multiple of 4096. It may be that of {@link #io()}.
   */
  public long io(int size) {
    if (size <= IO_SIZE) {
      return io();
    }
    if (largeIo == 0) {
      largeIo = allocate(LARGE_IO_SIZE);
    }
    return largeIo;
  }

  /** The address of {@link #XATTR_SIZE} bytes for the names of extended attributes. */
  public long xattrList() {
    if (xattrList == 0) {
      xattrList = allocate(XATTR_SIZE);
    }
    return xattrList;
  }

  /** The address of {@link #XATTR_SIZE} bytes for the value of an extended attribute. */
  public long xattrValue() {
    if (xattrValue == 0) {
      xattrValue = allocate(XATTR_SIZE);
    }
    return xattrValue;
  }

  private long allocate(int size) {
    return arena.allocate(size, PAGE).address();
  }

  private static Slot slot(MemorySegment all, int offset, int size) {
    MemorySegment part = all.asSlice(offset, size);
    ByteBuffer room = part.asByteBuffer().order(ByteOrder.nativeOrder());
    return new Slot(part.address(), room);
  }
}
