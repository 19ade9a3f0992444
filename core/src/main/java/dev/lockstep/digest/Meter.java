package dev.lockstep.digest;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes of content that go through one worker's hands, so that others can see how far it
 * is. One thread counts; any may look, and sees what was so a moment ago.
 */
public final class Meter {
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong copied = new AtomicLong();
  private final AtomicLong position = new AtomicLong();

  /** A file is gone through from its beginning, perhaps once more. */
  public void begin() {
    position.lazySet(0);
  }

  /** So many more bytes of that file were read. */
  public void read(long bytes) {
    add(read, bytes);
    add(position, bytes);
  }

  /** So many bytes of the file that it is compared with were read. */
  public void readOther(long bytes) {
    add(read, bytes);
  }

  /** So many more bytes of that file were copied. */
  public void copied(long bytes) {
    add(copied, bytes);
    add(position, bytes);
  }

  /** How many bytes were read in all, but for those that were copied. */
  public long read() {
    return read.get();
  }

  /** How many bytes were copied in all. */
  public long copied() {
    return copied.get();
  }

  /** How far the present file was gone through. */
  public long position() {
    return position.get();
  }

  /** Cheaper than an addition that others might make at the same time. */
  private static void add(AtomicLong sum, long bytes) {
    sum.lazySet(sum.getPlain() + bytes);
  }
}
