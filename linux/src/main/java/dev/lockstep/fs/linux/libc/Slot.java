package dev.lockstep.fs.linux.libc;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/**
 * Room for one name or path, which it ends with NUL. What is put must hold no NUL itself.
 *
 * <p>What does not fit is replaced by a text of {@link #PATH_MAX} bytes or more: the kernel refuses
 * any such path with ENAMETOOLONG before it looks anything up, so the call fails as it would have.
 * For one thread.
 */
public final class Slot {
  /** From the kernel's {@code linux/limits.h}: paths of this many bytes are refused. */
  static final int PATH_MAX = 4096;

  private final long address;
  private final ByteBuffer room;

  /** Over {@code room}, which begins at the address and holds more than {@link #PATH_MAX} bytes. */
  Slot(long address, ByteBuffer room) {
    if (room.capacity() <= PATH_MAX) {
      throw new IllegalArgumentException("too small to be refused: " + room.capacity());
    }
    this.address = address;
    this.room = room;
  }

  /** Where the text begins. It is there until something else is put. */
  public long address() {
    return address;
  }

  /** Puts {@code length} bytes of the array, from {@code offset}; answers the address. */
  public long put(byte[] bytes, int offset, int length) {
    if (length >= room.capacity()) {
      return putWhatIsRefused();
    }
    room.clear().put(bytes, offset, length).put((byte) 0);
    return address;
  }

  /** Puts all bytes of the array; answers the address. */
  public long put(byte[] bytes) {
    return put(bytes, 0, bytes.length);
  }

  /** Puts what the writer puts of the text into the buffer it is handed; answers the address. */
  public <T> long put(T text, BiConsumer<T, ByteBuffer> writer) {
    try {
      writer.accept(text, room.clear());
      room.put((byte) 0);
      return address;
    } catch (BufferOverflowException e) {
      return putWhatIsRefused();
    }
  }

  private long putWhatIsRefused() {
    room.clear();
    while (room.remaining() > 1) {
      room.put((byte) 'x');
    }
    room.put((byte) 0);
    return address;
  }
}
