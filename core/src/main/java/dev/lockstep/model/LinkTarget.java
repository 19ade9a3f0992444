package dev.lockstep.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a symbolic link points: its bytes as they stand in the link, never resolved. */
public final class LinkTarget {
  private final byte[] bytes;

  private LinkTarget(byte[] bytes) {
    this.bytes = bytes;
  }

  public static LinkTarget of(byte[] bytes) {
    return new LinkTarget(bytes.clone());
  }

  public static LinkTarget of(String text) {
    return new LinkTarget(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** The bytes read as UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LinkTarget target && Arrays.equals(bytes, target.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The target as it may be shown: see {@link Shown}. */
  @Override
  public String toString() {
    return Shown.bytes(bytes);
  }
}
