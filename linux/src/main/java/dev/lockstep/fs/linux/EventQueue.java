package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Pollfd;
import dev.lockstep.fs.linux.libc.Scratch;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * The descriptors that events are read from, and one that ends the waiting for them. One thread
 * waits and reads; any may wake it.
 */
final class EventQueue implements Closeable {
  private static final long LINGER_NANOS = 1_000_000;
  private static final int COUNT_BYTES = 8;

  private static final long REST_NANOS = 1_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final Fd[] sources;
  private final Fd waker;
  private boolean closed; // guarded by this
  private boolean over;

  /** Owns the descriptors from now on, also if this fails. */
  EventQueue(Fd... sources) throws IOException {
    this.sources = sources.clone();
    try {
      int made = Libc.eventfd2(0, Constants.EFD_CLOEXEC | Constants.EFD_NONBLOCK);
      this.waker = new Fd((int) Calls.require(made, "the waiting for changes"));
    } catch (IOException e) {
      closeSources();
      throw e;
    }
  }

  /** The descriptor of a source. */
  int number(int source) {
    return sources[source].number();
  }

  /** Begins a waiting of at most so long. */
  void begin(Duration time) {
    over = false;
    boolean isPast = time.isNegative();
    Scratch.ofThisThread().putTimeout(isPast ? 0 : time.getSeconds(), isPast ? 0 : time.getNano());
  }

  /**
   * Goes on waiting for what is left of the time. Returns whether there are events; there may be
   * some, too, when the waiting {@link #isOver is over}.
   */
  boolean waitForEvents() throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    int count = putSources(scratch);
    long last = scratch.pollfds() + (long) count * Pollfd.SIZE;
    Pollfd.put(last, waker.number(), Constants.POLLIN);
    long ready =
        Calls.require(
            Libc.ppoll(scratch.pollfds(), count + 1, scratch.timeout()), "the waiting for changes");
    boolean isWoken = Pollfd.revents(last) != 0;
    if (isWoken) {
      Libc.read(waker.number(), scratch.count(), COUNT_BYTES);
    }
    over |= isWoken || ready == 0 || isTimeUsedUp(scratch);
    return ready > (isWoken ? 1 : 0);
  }

  /** Else events that tell nothing could go on for ever. */
  private static boolean isTimeUsedUp(Scratch scratch) {
    return Memory.getLong(scratch.timeout()) == 0 && Memory.getLong(scratch.timeout() + 8) == 0;
  }

  /**
   * Lets events gather for a millisecond of the time, or until somebody ends the waiting. What this
   * process writes is told in thousands of events, and to be woken for each takes half a processor.
   */
  void rest() throws IOException {
    if (over) {
      return;
    }
    Scratch scratch = Scratch.ofThisThread();
    long seconds = Memory.getLong(scratch.timeout());
    long nanos = Memory.getLong(scratch.timeout() + 8);
    long rest = seconds > 0 ? REST_NANOS : Math.min(REST_NANOS, nanos);
    scratch.putTimeout(0, rest);
    Pollfd.put(scratch.pollfds(), waker.number(), Constants.POLLIN);
    Calls.require(Libc.ppoll(scratch.pollfds(), 1, scratch.timeout()), "the waiting for changes");
    long left = nanos - rest + Memory.getLong(scratch.timeout() + 8);
    boolean isBorrowed = left < 0;
    scratch.putTimeout(isBorrowed ? seconds - 1 : seconds, isBorrowed ? left + SECOND_NANOS : left);
  }

  /** Waits for further events for a moment, in which the other half of a rename arrives. */
  void linger() throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    scratch.putTimeout(0, LINGER_NANOS);
    int count = putSources(scratch);
    Calls.require(
        Libc.ppoll(scratch.pollfds(), count, scratch.timeout()), "the waiting for changes");
  }

  private int putSources(Scratch scratch) {
    long at = scratch.pollfds();
    for (Fd source : sources) {
      Pollfd.put(at, source.number(), Constants.POLLIN);
      at += Pollfd.SIZE;
    }
    return sources.length;
  }

  /** Whether the waiting has ended by time, or since somebody woke it. */
  boolean isOver() {
    return over;
  }

  /** Ends the waiting, or the next one; without effect on a closed queue. */
  void wake() {
    synchronized (this) {
      if (!closed) {
        Scratch scratch = Scratch.ofThisThread();
        Memory.putLong(scratch.count(), 1);
        // It fails only if it was woken 2^64 times in vain, and is then awake.
        Libc.write(waker.number(), scratch.count(), COUNT_BYTES);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waker.close();
    }
    closeSources();
  }

  private void closeSources() {
    for (Fd source : sources) {
      source.close();
    }
  }
}
