package dev.lockstep.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Text that may be shown: what could break a line, move a terminal's cursor or turn the reading
 * direction is escaped.
 *
 * <p>Escaped are the control characters (C0, DEL, C1) as {@code \n}, {@code \r}, {@code \t} or
 * {@code \}{@code u001b}, line and paragraph separators, the bidirectional controls and other
 * format characters, lone surrogates, bytes that are not UTF-8 as {@code \xff}, and the backslash
 * itself, so that the escaping can be undone.
 */
public final class Shown {
  private Shown() {}

  /** These bytes as UTF-8, each byte that is none as {@code \xHH}. */
  public static String bytes(byte[] bytes) {
    if (isPlainAscii(bytes)) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    var shown = new StringBuilder(bytes.length + 16);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      out.flip();
      appendEscaped(shown, out);
      out.clear();
      if (!result.isError()) {
        return shown.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        shown.append(String.format("\\x%02x", in.get() & 0xff));
      }
      decoder.reset();
    }
  }

  /** This text with every character escaped that must not be shown as it is. */
  public static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '\\') {
        var shown = new StringBuilder(text.length() + 16);
        appendEscaped(shown, text);
        return shown.toString();
      }
    }
    return text;
  }

  /** Whether this character is shown as it is; the backslash is, here. */
  public static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static boolean isPlainAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' || b > '~' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void appendEscaped(StringBuilder shown, CharSequence text) {
    text.codePoints().forEach(codePoint -> appendEscaped(shown, codePoint));
  }

  private static void appendEscaped(StringBuilder shown, int codePoint) {
    switch (codePoint) {
      case '\\' -> shown.append("\\\\");
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isHarmless(codePoint)) {
          shown.appendCodePoint(codePoint);
        } else if (Character.isBmpCodePoint(codePoint)) {
          shown.append(String.format("\\u%04x", codePoint));
        } else {
          shown.append(String.format("\\U%08x", codePoint));
        }
      }
    }
  }
}
