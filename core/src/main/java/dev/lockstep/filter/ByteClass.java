package dev.lockstep.filter;

import dev.lockstep.model.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one class of a pattern, such as {@code [a-z]}, {@code [!0-9]} or {@code [[:alpha:]]}. For
 * one use.
 */
final class ByteClass {
  private static final int BYTES = 256;

  private final byte[] pattern;
  private final int begin;
  private final long[] bits = new long[BYTES / Long.SIZE];
  private int at;

  private ByteClass(byte[] pattern, int begin) {
    this.pattern = pattern;
    this.begin = begin;
    this.at = begin + 1;
  }

  /** The class that begins with the bracket at this place. */
  static ByteClass read(byte[] pattern, int begin) throws PatternException {
    var read = new ByteClass(pattern, begin);
    read.read();
    return read;
  }

  /** A bit for each byte that it matches. */
  long[] bits() {
    return bits;
  }

  /** Where it ends: the place after its closing bracket. */
  int end() {
    return at;
  }

  private void read() throws PatternException {
    boolean isNegated = byteAt(at) == '!' || byteAt(at) == '^';
    if (isNegated) {
      at++;
    }
    int before = -1;
    // A bracket that comes first stands for itself.
    for (int first = at; at == first || byteAt(at) != ']'; at++) {
      before = readNext(before);
    }
    at++;
    if (isNegated) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] = ~bits[i];
      }
    }
    clear('/');
    clear(0);
    if (Arrays.stream(bits).allMatch(word -> word == 0)) {
      throw new PatternException("the class " + shown() + " matches nothing");
    }
  }

  /** Takes in the next byte, range or name; gives what a range may begin with, or -1. */
  private int readNext(int before) throws PatternException {
    int next = byteAt(at);
    if (next == '/') {
      throw new PatternException("the class " + shown() + " holds a slash, which no name has");
    }
    if (next == '-' && before >= 0 && byteAt(at + 1) != ']') {
      at++;
      setRange(before, literal());
      return -1;
    }
    if (next == '[' && byteAt(at + 1) == ':' && readName()) {
      return -1;
    }
    int literal = literal();
    set(literal);
    return literal;
  }

  private int literal() throws PatternException {
    if (byteAt(at) == '\\') {
      at++;
    }
    return byteAt(at);
  }

  private void setRange(int first, int last) throws PatternException {
    if (last < first) {
      throw new PatternException("the class " + shown() + " has a range that is upside down");
    }
    for (int i = first; i <= last; i++) {
      set(i);
    }
  }

  /** Takes in a name such as {@code [:alpha:]}; false if it is none. */
  private boolean readName() throws PatternException {
    int from = at + 2;
    int end = from;
    while (byteAt(end) != ']') {
      end++;
    }
    if (end - 1 < from || byteAt(end - 1) != ':') {
      return false;
    }
    String name = new String(pattern, from, end - 1 - from, StandardCharsets.ISO_8859_1);
    for (int i = 1; i < 128; i++) {
      if (isOf(name, (char) i)) {
        set(i);
      }
    }
    at = end;
    return true;
  }

  /** As in the C locale, where no byte above 127 belongs to any. */
  private boolean isOf(String name, char c) throws PatternException {
    boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    boolean isDigit = c >= '0' && c <= '9';
    boolean isVisible = c > ' ' && c < 127;
    return switch (name) {
      case "alnum" -> isLetter || isDigit;
      case "alpha" -> isLetter;
      case "blank" -> c == ' ' || c == '\t';
      case "cntrl" -> c < ' ' || c == 127;
      case "digit" -> isDigit;
      case "graph" -> isVisible;
      case "lower" -> c >= 'a' && c <= 'z';
      case "print" -> c == ' ' || isVisible;
      case "punct" -> isVisible && !isLetter && !isDigit;
      case "space" -> c == ' ' || (c >= '\t' && c <= '\r');
      case "upper" -> c >= 'A' && c <= 'Z';
      case "xdigit" -> isDigit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      default ->
          throw new PatternException(
              "there is no class of characters called [:" + shown(name) + ":]");
    };
  }

  private int byteAt(int index) throws PatternException {
    if (index >= pattern.length) {
      throw new PatternException("the class that begins at byte " + (begin + 1) + " has no end");
    }
    return pattern[index] & 0xff;
  }

  private void set(int value) {
    bits[value >> 6] |= 1L << (value & 63);
  }

  private void clear(int value) {
    bits[value >> 6] &= ~(1L << (value & 63));
  }

  private String shown() {
    return "that begins at byte " + (begin + 1);
  }

  private static String shown(String name) {
    return Shown.bytes(name.getBytes(StandardCharsets.ISO_8859_1));
  }
}
