package dev.lockstep.fs.linux.libc;

/**
 * What {@link Libc#ppoll} waits for: {@code struct pollfd} of poll(2), the same on every machine.
 */
public final class Pollfd {
  /** Its size in bytes. */
  public static final int SIZE = 8;

  private Pollfd() {}

  /** Puts one: a descriptor, and what to wait for, in {@code POLL} bits. */
  public static void put(long pollfd, int fd, int events) {
    Memory.putInt(pollfd, fd);
    Memory.putShort(pollfd + 4, (short) events);
    Memory.putShort(pollfd + 6, (short) 0);
  }

  /** What is there, in {@code POLL} bits: what was asked for, or an error; 0 if nothing is. */
  public static int revents(long pollfd) {
    return Memory.getShort(pollfd + 6);
  }
}
