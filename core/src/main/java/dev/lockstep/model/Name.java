package dev.lockstep.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One component of a path as the file system's own bytes: 1 or more, without {@code /} and NUL,
 * neither {@code .} nor {@code ..}.
 *
 * <p>Names are ordered by their unsigned bytes, on every platform and in every locale.
 */
public final class Name implements Comparable<Name> {
  private final byte[] bytes;

  private Name(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The name that these bytes spell.
   *
   * @throws IllegalArgumentException if they are no name
   */
  public static Name of(byte[] bytes) {
    return copyOf(bytes, 0, bytes.length);
  }

  /**
   * The name spelled by {@code length} bytes from {@code offset}.
   *
   * @throws IllegalArgumentException if they are no name
   */
  public static Name copyOf(byte[] bytes, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    validate(copy);
    return new Name(copy);
  }

  /** The name that this text spells in UTF-8. */
  public static Name of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    validate(bytes);
    return new Name(bytes);
  }

  /** The length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Puts the bytes into a buffer that has room for them. */
  public void putInto(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  /** Whether the bytes are valid UTF-8, so that {@link #text} loses nothing. */
  public boolean isText() {
    return Arrays.equals(text().getBytes(StandardCharsets.UTF_8), bytes);
  }

  /** The bytes read as UTF-8; what is not valid is replaced, so show {@link #toString} instead. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Name other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Name name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The name as it may be shown on a terminal: see {@link Shown}. */
  @Override
  public String toString() {
    return Shown.bytes(bytes);
  }

  private static void validate(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a name has at least one byte");
    }
    for (byte b : bytes) {
      if (b == 0 || b == '/') {
        throw new IllegalArgumentException("not a name: " + Shown.bytes(bytes));
      }
    }
    if (bytes[0] == '.' && (bytes.length == 1 || (bytes.length == 2 && bytes[1] == '.'))) {
      throw new IllegalArgumentException("not a name: " + Shown.bytes(bytes));
    }
  }
}
