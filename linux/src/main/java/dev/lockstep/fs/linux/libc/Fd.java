package dev.lockstep.fs.linux.libc;

/**
 * One owner of a file descriptor. Several may own the same one; when the last of them closes, it is
 * closed, once and never again: its number may soon be another file's.
 *
 * <p>Safe for use by threads. But a number that {@link #number} told is good only while an owner
 * stays open, so whoever works on a thread of its own takes a {@link #share} of its own.
 */
public final class Fd implements AutoCloseable {
  private final Descriptor descriptor;
  private boolean closed; // guarded by descriptor

  /** The first owner of a descriptor that nobody else will close. */
  public Fd(int number) {
    this(new Descriptor(number));
  }

  private Fd(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * The descriptor.
   *
   * @throws IllegalStateException if this owner has closed
   */
  public int number() {
    synchronized (descriptor) {
      requireOpen();
      return descriptor.number;
    }
  }

  /**
   * Another owner of the same descriptor.
   *
   * @throws IllegalStateException if this owner has closed
   */
  public Fd share() {
    synchronized (descriptor) {
      requireOpen();
      descriptor.owners++;
      return new Fd(descriptor);
    }
  }

  /** Gives the descriptor up; what {@link #release} would answer is of no interest. */
  @Override
  public void close() {
    release();
  }

  /**
   * Gives the descriptor up, and closes it if nobody else owns it. Has no effect when repeated.
   *
   * @return the negated errno of close(2), which on some network file systems is where a write is
   *     first said to have failed; otherwise 0
   */
  public int release() {
    synchronized (descriptor) {
      if (closed) {
        return 0;
      }
      closed = true;
      descriptor.owners--;
      if (descriptor.owners > 0) {
        return 0;
      }
    }
    return Libc.close(descriptor.number);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("descriptor " + descriptor.number + " was given up");
    }
  }

  /** What the owners share. It is the lock of all of them, too. */
  private static final class Descriptor {
    final int number;
    int owners = 1;

    Descriptor(int number) {
      if (number < 0) {
        throw new IllegalArgumentException("not a descriptor: " + number);
      }
      this.number = number;
    }
  }
}
