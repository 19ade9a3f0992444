package dev.lockstep.index;

import java.util.Arrays;

/**
 * Bytes that are written or read from the front, small numbers in few of them: seven bits in each
 * byte, the lowest first, the eighth set where more follow; signed numbers zigzag, so that those
 * near zero are small (Protocol Buffers, "Encoding"). For one thread.
 */
final class PackedBytes {
  private static final int FIRST_BYTES = 256;
  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private byte[] bytes;
  private int at;

  private PackedBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Nothing yet, to be written. */
  static PackedBytes empty() {
    return new PackedBytes(new byte[FIRST_BYTES]);
  }

  /** To be read from this offset. */
  static PackedBytes reading(byte[] bytes, int offset) {
    var packed = new PackedBytes(bytes);
    packed.at = offset;
    return packed;
  }

  /** How many bytes were written, or where the next one is read. */
  int position() {
    return at;
  }

  /** What was written. */
  byte[] written() {
    return Arrays.copyOf(bytes, at);
  }

  void writeByte(int value) {
    if (at == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * at);
    }
    bytes[at++] = (byte) value;
  }

  void write(byte[] from, int offset, int length) {
    if (length > bytes.length - at) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * at, Math.addExact(at, length)));
    }
    System.arraycopy(from, offset, bytes, at, length);
    at += length;
  }

  /** Writes a number as one that is not negative. */
  void writeUnsigned(long value) {
    long left = value;
    while ((left & ~(MORE - 1)) != 0) {
      writeByte(((int) left & (MORE - 1)) | MORE);
      left >>>= BITS;
    }
    writeByte((int) left);
  }

  void writeSigned(long value) {
    writeUnsigned((value << 1) ^ (value >> (Long.SIZE - 1)));
  }

  /** Writes all four bytes of a number that is seldom small. */
  void writeInt(int value) {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      writeByte(value >>> shift);
    }
  }

  void writeLong(long value) {
    writeInt((int) (value >>> Integer.SIZE));
    writeInt((int) value);
  }

  int readByte() {
    return bytes[at++] & 0xff;
  }

  byte[] read(int length) {
    if (length < 0 || length > bytes.length - at) {
      throw new IndexOutOfBoundsException("no " + length + " bytes are left");
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** Reads into an array, from this offset of it. */
  void readInto(byte[] to, int offset, int length) {
    System.arraycopy(bytes, at, to, offset, length);
    at += length;
  }

  long readUnsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      int next = readByte();
      value |= (long) (next & (MORE - 1)) << shift;
      if ((next & MORE) == 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a number does not end");
  }

  long readSigned() {
    long value = readUnsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  int readInt() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << Byte.SIZE) | readByte();
    }
    return value;
  }

  long readLong() {
    long high = readInt();
    return (high << Integer.SIZE) | (readInt() & 0xffffffffL);
  }
}
