package dev.lockstep.cli;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Names as rsync prints them: bytes that are not UTF-8 and control characters as {@code \#} and
 * three octal digits, and so a backslash that would be taken for such an escape. So is every other
 * character that could move a terminal's cursor or turn the reading direction, which rsync prints.
 */
final class RsyncName {
  private static final int DIGITS = 3;

  private RsyncName() {}

  /** The path of an entry, which is not the root. */
  static String of(RelativePath path) {
    var shown = new StringBuilder();
    for (Name name : path.names()) {
      shown.append(shown.isEmpty() ? "" : "/").append(of(name.toBytes()));
    }
    return shown.toString();
  }

  /** These bytes, as they may be printed. */
  static String of(byte[] bytes) {
    var shown = new StringBuilder(bytes.length + 16);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      append(shown, out.flip().toString());
      out.clear();
      if (!result.isError()) {
        return shown.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        escape(shown, in.get() & 0xff);
      }
      decoder.reset();
    }
  }

  private static void append(StringBuilder shown, String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int codePoint = text.codePointAt(i);
      if (Shown.isHarmless(codePoint) && !looksLikeEscape(text, i)) {
        shown.appendCodePoint(codePoint);
      } else {
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
          escape(shown, b & 0xff);
        }
      }
    }
  }

  private static boolean looksLikeEscape(String text, int at) {
    if (!text.startsWith("\\#", at) || text.length() < at + 2 + DIGITS) {
      return false;
    }
    return text.substring(at + 2, at + 2 + DIGITS).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static void escape(StringBuilder shown, int value) {
    shown
        .append("\\#")
        .append((char) ('0' + (value >> 6)))
        .append((char) ('0' + (value >> 3 & 7)))
        .append((char) ('0' + (value & 7)));
  }
}
