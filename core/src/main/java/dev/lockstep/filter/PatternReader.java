package dev.lockstep.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one pattern, in one of two dialects; refuses what is malformed or can match nothing. For
 * one use.
 *
 * <p>They differ in two things. rsync's takes {@code **} for any bytes, wherever it stands, and the
 * backslash for an escape only where there is a wildcard; a pattern of several names may begin in
 * any folder. git's knows {@code **} only as a whole name, for any number of them, and the
 * backslash always; a pattern of several names begins in the folder of its file.
 */
final class PatternReader {
  private final byte[] pattern;
  private final List<Integer> tokens = new ArrayList<>();
  private final List<long[]> classes = new ArrayList<>();

  private PatternReader(byte[] pattern) {
    this.pattern = pattern;
  }

  /** Reads what rsync would understand so. */
  static PathPattern rsync(byte[] pattern) throws PatternException {
    return new PatternReader(pattern).readRsync();
  }

  /** Reads what git would understand so in an ignore file, without a {@code !} before it. */
  static PathPattern git(byte[] pattern) throws PatternException {
    return new PatternReader(pattern).readGit();
  }

  private PathPattern readRsync() throws PatternException {
    int end = end();
    boolean isAnchored = pattern[0] == '/';
    boolean hasWildcards = hasWildcards();
    tokenize(isAnchored ? 1 : 0, end, hasWildcards);
    requireNames();
    boolean isDeep = tokens.contains(Glob.ANYTHING);
    boolean endsTriple = hasWildcards && endsWithThreeStars(end);
    PathPattern.Scope scope = PathPattern.Scope.PATH;
    if (!isAnchored && !isDeep && !tokens.contains((int) '/')) {
      scope = PathPattern.Scope.NAME;
    } else if (!isAnchored && tokens.getFirst() == Glob.ANYTHING) {
      scope = PathPattern.Scope.PATH_FROM_SLASH;
    }
    Glob glob = glob(tokens);
    boolean isOfAnyFolder = !isAnchored && scope == PathPattern.Scope.PATH;
    return new PathPattern(
        isOfAnyFolder ? glob.inAnyFolder() : glob, scope, end < pattern.length, endsTriple);
  }

  private PathPattern readGit() throws PatternException {
    int end = end();
    boolean isAnchored = pattern[0] == '/';
    tokenize(isAnchored ? 1 : 0, end, true);
    requireNames();
    boolean isOfName = !isAnchored && !tokens.contains((int) '/');
    List<Integer> whole = new ArrayList<>();
    for (int from = 0; from <= tokens.size(); ) {
      int slash = from + Math.max(-1, tokens.subList(from, tokens.size()).indexOf((int) '/'));
      boolean isLast = slash < from;
      List<Integer> name = tokens.subList(from, isLast ? tokens.size() : slash);
      boolean isDeep = !isOfName && name.equals(List.of(Glob.ANYTHING));
      if (isDeep && isLast) {
        // What lies in the folder, and not the folder.
        whole.addAll(List.of(Glob.ONE, Glob.ANYTHING));
      } else if (isDeep) {
        whole.add(Glob.FOLDERS);
      } else {
        name.forEach(token -> whole.add(token == Glob.ANYTHING ? Glob.STAR : token));
        if (!isLast) {
          whole.add((int) '/');
        }
      }
      from = isLast ? tokens.size() + 1 : slash + 1;
    }
    PathPattern.Scope scope = isOfName ? PathPattern.Scope.NAME : PathPattern.Scope.PATH;
    return new PathPattern(glob(whole), scope, end < pattern.length, false);
  }

  /** Where the pattern ends but for the slash that means folders. */
  private int end() throws PatternException {
    if (pattern.length == 0) {
      throw new PatternException("the pattern is empty");
    }
    int end = pattern[pattern.length - 1] == '/' ? pattern.length - 1 : pattern.length;
    if (end == 0) {
      throw new PatternException("the root itself cannot be excluded");
    }
    return end;
  }

  private boolean hasWildcards() {
    for (byte b : pattern) {
      if (b == '*' || b == '?' || b == '[') {
        return true;
      }
    }
    return false;
  }

  private boolean endsWithThreeStars(int end) {
    return end >= 3
        && pattern[end - 1] == '*'
        && pattern[end - 2] == '*'
        && pattern[end - 3] == '*';
  }

  private void tokenize(int begin, int end, boolean hasEscapes) throws PatternException {
    for (int at = begin; at < end; ) {
      byte b = pattern[at];
      if (b == 0) {
        throw new PatternException("the pattern has a NUL byte, which no name has");
      }
      if (b == '*' && at + 1 < end && pattern[at + 1] == '*') {
        tokens.add(Glob.ANYTHING);
        while (at < end && pattern[at] == '*') {
          at++;
        }
      } else if (b == '[' && hasEscapes) {
        var read = ByteClass.read(Arrays.copyOf(pattern, end), at);
        tokens.add(Glob.CLASS + classes.size());
        classes.add(read.bits());
        at = read.end();
      } else if (b == '\\' && hasEscapes) {
        if (at + 1 == end) {
          throw new PatternException("the pattern ends with a backslash that escapes nothing");
        }
        tokens.add(pattern[at + 1] & 0xff);
        at += 2;
      } else {
        tokens.add(token(b));
        at++;
      }
    }
  }

  private static int token(byte b) {
    return switch (b) {
      case '*' -> Glob.STAR;
      case '?' -> Glob.ONE;
      default -> b & 0xff;
    };
  }

  /** Refuses what no path has between two slashes. */
  private void requireNames() throws PatternException {
    int from = 0;
    for (int i = 0; i <= tokens.size(); i++) {
      if (i == tokens.size() || tokens.get(i) == '/') {
        List<Integer> name = tokens.subList(from, i);
        if (name.isEmpty()) {
          throw new PatternException("the pattern has two slashes in a row, as no path has");
        }
        boolean isOfDots = name.stream().allMatch(token -> token == '.') && name.size() <= 2;
        if (isOfDots) {
          throw new PatternException(
              "the pattern has a name of "
                  + ".".repeat(name.size())
                  + ", as no path from the roots has");
        }
        from = i + 1;
      }
    }
  }

  private Glob glob(List<Integer> all) {
    return new Glob(
        all.stream().mapToInt(Integer::intValue).toArray(), classes.toArray(long[][]::new));
  }
}
