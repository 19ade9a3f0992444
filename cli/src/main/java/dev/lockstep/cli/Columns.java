package dev.lockstep.cli;

import org.jline.utils.WCWidth;

/**
 * How much room text takes in a terminal's line: two columns for a wide character, none for one
 * that is put upon another. For text that holds no control characters.
 */
final class Columns {
  private static final String CUT = "...";

  private Columns() {}

  /** How many columns this takes. */
  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  private static int of(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /** As much of a text's end as fits, which tells more of a path than its beginning. */
  static String end(String text, int most) {
    if (of(text) <= most) {
      return text;
    }
    int from = text.length();
    for (int left = most - CUT.length(); from > 0; ) {
      int before = text.codePointBefore(from);
      left -= of(before);
      if (left < 0) {
        break;
      }
      from -= Character.charCount(before);
    }
    // What was put upon a character that is cut off must not be put upon another.
    while (from < text.length() && of(text.codePointAt(from)) == 0) {
      from += Character.charCount(text.codePointAt(from));
    }
    return CUT + text.substring(from);
  }
}
