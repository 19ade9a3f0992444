package dev.lockstep.filter;

import dev.lockstep.model.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rules of a folder's own ignore file, in git's dialect, the last of them first: of those that
 * match, the last one in the file decides. Immutable.
 */
public final class IgnoreFile {
  /** What such a file is called. */
  public static final Name NAME = Name.of(".lockstepignore");

  /** No rules, as of a folder that has no such file. */
  public static final IgnoreFile NONE = new IgnoreFile(List.of());

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final List<Rule> rules;

  private IgnoreFile(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads what a file holds.
   *
   * @param shown the file, as a person is to be told
   * @throws PatternException if a line is malformed or can match nothing
   */
  public static IgnoreFile parse(byte[] content, String shown) throws PatternException {
    List<Rule> rules = new ArrayList<>();
    int number = 1;
    for (int from = mark(content); from < content.length; number++) {
      int end = from;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      boolean hasReturn = end > from && end < content.length && content[end - 1] == '\r';
      byte[] line = trimmed(Arrays.copyOfRange(content, from, hasReturn ? end - 1 : end));
      if (line.length > 0 && line[0] != '#') {
        rules.addFirst(rule(line, "line " + number + " of " + shown));
      }
      from = end + 1;
    }
    return rules.isEmpty() ? NONE : new IgnoreFile(rules);
  }

  private static Rule rule(byte[] line, String place) throws PatternException {
    boolean isNegated = line[0] == '!';
    byte[] pattern = isNegated ? Arrays.copyOfRange(line, 1, line.length) : line;
    return Rule.ofLine(pattern, !isNegated, place);
  }

  private static int mark(byte[] content) {
    int length = BYTE_ORDER_MARK.length;
    boolean isThere =
        content.length >= length && Arrays.equals(content, 0, length, BYTE_ORDER_MARK, 0, length);
    return isThere ? length : 0;
  }

  /** The line without the spaces at its end, but for one that a backslash escapes. */
  private static byte[] trimmed(byte[] line) {
    int end = line.length;
    while (end > 0 && line[end - 1] == ' ' && !isEscaped(line, end - 1)) {
      end--;
    }
    return Arrays.copyOf(line, end);
  }

  private static boolean isEscaped(byte[] line, int at) {
    int backslashes = 0;
    while (backslashes < at && line[at - 1 - backslashes] == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  List<Rule> rules() {
    return rules;
  }
}
