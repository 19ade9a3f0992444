package dev.lockstep.filter;

/**
 * What a pattern says of text, in bytes. No matching takes longer than the lengths of both
 * multiplied. Immutable.
 */
final class Glob {
  /** Any bytes but slashes, or none: {@code *}. */
  static final int STAR = 256;

  /** Any bytes, slashes too, or none: {@code **}. */
  static final int ANYTHING = 257;

  /** Any number of whole names, each with the slash that follows it. Stands where a name begins. */
  static final int FOLDERS = 258;

  /** Any one byte but a slash: {@code ?}. */
  static final int ONE = 259;

  /** One byte of a class; the class's number is added. */
  static final int CLASS = 260;

  /** Bytes stand for themselves. */
  private final int[] tokens;

  /** Each has a bit for each byte. */
  private final long[][] classes;

  Glob(int[] tokens, long[][] classes) {
    this.tokens = tokens;
    this.classes = classes;
  }

  /** The same for what lies in any folder. */
  Glob inAnyFolder() {
    int[] longer = new int[tokens.length + 1];
    longer[0] = FOLDERS;
    System.arraycopy(tokens, 0, longer, 1, tokens.length);
    return new Glob(longer, classes);
  }

  /** Whether it matches these bytes of a text, all of them. */
  boolean matches(byte[] text, int from, int to) {
    return matches(tokens.length, text, from, to);
  }

  /**
   * Whether it may match a path that lies below a folder; false only if that is certain.
   *
   * @param folder the bytes of its path
   * @param depth how many names that has
   */
  boolean mayMatchBelow(byte[] folder, int depth) {
    int slashes = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] == ANYTHING || tokens[i] == FOLDERS) {
        return true;
      }
      if (tokens[i] == '/' && ++slashes == depth) {
        return matches(i, folder, 0, folder.length);
      }
    }
    return depth == 0;
  }

  /**
   * The usual two places to come back to: the last {@code *}, which may take in more up to the next
   * slash, and the last wildcard that may take in slashes too. Earlier ones need not be tried
   * again, since the last one can take in all that they could have.
   */
  private boolean matches(int length, byte[] text, int from, int to) {
    int token = 0;
    int at = from;
    int star = -1;
    int starAt = from;
    int deep = -1;
    int deepAt = from;
    while (true) {
      if (token < length) {
        int next = tokens[token];
        if (next == STAR) {
          star = ++token;
          starAt = at;
          continue;
        }
        if (next == ANYTHING || next == FOLDERS) {
          deep = ++token;
          deepAt = at;
          star = -1;
          continue;
        }
        if (at < to && matches(next, text[at])) {
          token++;
          at++;
          continue;
        }
      } else if (at == to) {
        return true;
      }
      if (star >= 0 && starAt < to && text[starAt] != '/') {
        token = star;
        at = ++starAt;
      } else if (deep >= 0 && deepAt < to) {
        deepAt = tokens[deep - 1] == FOLDERS ? afterSlash(text, deepAt, to) : deepAt + 1;
        if (deepAt < 0) {
          return false;
        }
        token = deep;
        at = deepAt;
        star = -1;
      } else {
        return false;
      }
    }
  }

  private boolean matches(int token, byte b) {
    if (token < STAR) {
      return (byte) token == b;
    }
    return b != '/' && (token == ONE || has(classes[token - CLASS], b & 0xff));
  }

  private static int afterSlash(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == '/') {
        return i + 1;
      }
    }
    return -1;
  }

  static boolean has(long[] bits, int value) {
    return (bits[value >> 6] & 1L << (value & 63)) != 0;
  }
}
