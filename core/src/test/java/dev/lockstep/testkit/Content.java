package dev.lockstep.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a file in a {@link TreeSpec}. */
public final class Content {
  private static final int LONGEST_SHOWN = 40;

  private final byte[] bytes;

  private Content(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Content of(byte[] bytes) {
    return new Content(bytes.clone());
  }

  public static Content of(String text) {
    return new Content(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content content && Arrays.equals(bytes, content.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length <= LONGEST_SHOWN
        ? '"' + new String(bytes, StandardCharsets.ISO_8859_1) + '"'
        : bytes.length + " bytes";
  }
}
