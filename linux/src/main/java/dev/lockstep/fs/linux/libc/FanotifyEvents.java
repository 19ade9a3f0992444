package dev.lockstep.fs.linux.libc;

/**
 * The events that {@link Libc#read} of a fanotify descriptor has written to a buffer: {@code struct
 * fanotify_event_metadata} of fanotify(7) and the records after it, which tell of a folder and a
 * name in it; the same on every machine. To walk over the {@code filled} bytes:
 *
 * <pre>{@code
 * for (long at = buffer; at < buffer + filled; at = FanotifyEvents.next(at)) {
 *   for (long info = FanotifyEvents.infos(at);
 *       info < FanotifyEvents.next(at);
 *       info = FanotifyEvents.nextInfo(info)) …
 * }
 * }</pre>
 */
public final class FanotifyEvents {
  private static final int OFFSET_OF_HANDLE = 12;

  private FanotifyEvents() {}

  /** Where the event after this one begins. */
  public static long next(long event) {
    return event + Memory.getInt(event);
  }

  /** What happened, in {@code FAN_} bits. */
  public static long mask(long event) {
    return Memory.getLong(event + 8);
  }

  /** Which process did it; 0 where that is not told. */
  public static int pid(long event) {
    return Memory.getInt(event + 20);
  }

  /** Where the records begin. */
  public static long infos(long event) {
    return event + Short.toUnsignedInt(Memory.getShort(event + 6));
  }

  /** Where the record after this one begins. */
  public static long nextInfo(long info) {
    return info + Short.toUnsignedInt(Memory.getShort(info + 2));
  }

  /** The record's type, a {@code FAN_EVENT_INFO_TYPE_} constant. */
  public static int infoType(long info) {
    return Byte.toUnsignedInt(Memory.getByte(info));
  }

  /** Where the {@link FileHandle} of the folder begins. */
  public static long handle(long info) {
    return info + OFFSET_OF_HANDLE;
  }

  /** Where the name in the folder begins; it is {@code .} where the folder itself is meant. */
  public static long name(long info) {
    return handle(info) + FileHandle.size(handle(info));
  }

  /** The name's length in bytes, without NUL. */
  public static int nameLength(long info) {
    return Memory.lengthOfText(name(info), (int) (nextInfo(info) - name(info)));
  }
}
