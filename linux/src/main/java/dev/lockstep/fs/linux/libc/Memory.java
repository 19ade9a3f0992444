package dev.lockstep.fs.linux.libc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Native memory by its address, in the machine's byte order. Nothing is allocated.
 *
 * <p>Addresses are not checked: a wrong one reads nonsense, overwrites something, or ends the JVM.
 * What is shared among threads is for the callers to guard.
 */
public final class Memory {
  private static final MemorySegment ALL = everything();

  private Memory() {}

  public static byte getByte(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  public static short getShort(long address) {
    return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
  }

  public static int getInt(long address) {
    return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
  }

  public static long getLong(long address) {
    return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
  }

  public static void putShort(long address, short value) {
    ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
  }

  public static void putInt(long address, int value) {
    ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
  }

  public static void putLong(long address, long value) {
    ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
  }

  /** Copies {@code length} bytes of the array, from {@code offset}, to the address. */
  public static void copy(byte[] from, int offset, int length, long to) {
    MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, to, length);
  }

  /** Copies {@code length} bytes at the address into the array, from {@code offset}. */
  public static void copy(long from, byte[] to, int offset, int length) {
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, to, offset, length);
  }

  /** Whether {@code length} bytes of the array, from {@code offset}, stand at the address. */
  public static boolean isEqual(long address, byte[] bytes, int offset, int length) {
    return MemorySegment.mismatch(
            ALL,
            address,
            address + length,
            MemorySegment.ofArray(bytes),
            offset,
            (long) offset + length)
        < 0;
  }

  /** Whether the same {@code length} bytes stand at both addresses. */
  public static boolean isEqual(long address, long other, int length) {
    return MemorySegment.mismatch(ALL, address, address + length, ALL, other, other + length) < 0;
  }

  /** A new array of the {@code length} bytes at the address. */
  public static byte[] toBytes(long address, int length) {
    byte[] bytes = new byte[length];
    copy(address, bytes, 0, length);
    return bytes;
  }

  /** How many bytes stand at the address before the first NUL, {@code limit} if none does. */
  public static int lengthOfText(long address, int limit) {
    int length = 0;
    while (length < limit && getByte(address + length) != 0) {
      length++;
    }
    return length;
  }

  @SuppressWarnings("restricted") // Native tells beforehand whether this is allowed
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
