package dev.lockstep.cli;

import dev.lockstep.model.Shown;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/** Paths and words as they may be shown, bytes that are not UTF-8 included. */
final class ShownPlace {
  /** What stands in text for a byte that is none. */
  static final char REPLACEMENT = 0xfffd;

  private ShownPlace() {}

  /** The path, with nothing in it that could break a line. */
  static String of(Path path) {
    String text = path.toString();
    return text.indexOf(REPLACEMENT) < 0 ? Shown.text(text) : Shown.bytes(bytes(path));
  }

  /** The word, with nothing in it that could break a line. */
  static String of(String word) {
    return Shown.bytes(RawWords.encode(word));
  }

  /** The same in quotation marks. */
  static String quoted(String word) {
    return '"' + of(word) + '"';
  }

  /** What stands in a path is had as bytes only from its address, which is absolute. */
  static byte[] bytes(Path path) {
    String address = path.toUri().getRawPath();
    int end =
        address.length() > 1 && address.endsWith("/") ? address.length() - 1 : address.length();
    var bytes = new ByteArrayOutputStream(end);
    for (int i = 0; i < end; i++) {
      if (address.charAt(i) == '%') {
        bytes.write(Integer.parseInt(address, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(address.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
