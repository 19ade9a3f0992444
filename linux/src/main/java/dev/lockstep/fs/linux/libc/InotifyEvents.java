package dev.lockstep.fs.linux.libc;

/**
 * The events that {@link Libc#read} of an inotify descriptor has written to a buffer: {@code struct
 * inotify_event} of inotify(7), the same on every machine. To walk over the {@code filled} bytes:
 *
 * <pre>{@code
 * for (long at = buffer; at < buffer + filled; at = InotifyEvents.next(at)) …
 * }</pre>
 */
public final class InotifyEvents {
  private static final int OFFSET_OF_NAME = 16;

  private InotifyEvents() {}

  /** Where the event after this one begins. */
  public static long next(long event) {
    return name(event) + len(event);
  }

  /** The number of the watch; -1 where the queue ran over. */
  public static int wd(long event) {
    return Memory.getInt(event);
  }

  /** What happened, in {@code IN_} bits. */
  public static int mask(long event) {
    return Memory.getInt(event + 4);
  }

  /** What the two halves of a rename have in common. */
  public static int cookie(long event) {
    return Memory.getInt(event + 8);
  }

  /** The room of the name; 0 where what is watched itself is meant. */
  public static int len(long event) {
    return Memory.getInt(event + 12);
  }

  /** Where the name begins. */
  public static long name(long event) {
    return event + OFFSET_OF_NAME;
  }

  /** The name's length in bytes, without the NULs after it. */
  public static int nameLength(long event) {
    return Memory.lengthOfText(name(event), len(event));
  }
}
