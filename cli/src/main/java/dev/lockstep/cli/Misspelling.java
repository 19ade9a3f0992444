package dev.lockstep.cli;

import java.util.List;
import java.util.Optional;

/** Finds the word that was meant by one that is none. */
final class Misspelling {
  /** From how many letters on a word may be cut short, or have two mistakes in it. */
  private static final int LONG = 8;

  private static final int SHORTEST_BEGINNING = 5;

  private Misspelling() {}

  /** The first of these words that this is the beginning of, or else the nearest to it. */
  static Optional<String> meant(String word, List<String> words) {
    for (String candidate : words) {
      if (word.length() >= SHORTEST_BEGINNING && candidate.startsWith(word)) {
        return Optional.of(candidate);
      }
    }
    int most = word.length() >= LONG ? 2 : 1;
    Optional<String> nearest = Optional.empty();
    for (String candidate : words) {
      boolean isTooFar = Math.abs(word.length() - candidate.length()) > most;
      int distance = isTooFar ? Integer.MAX_VALUE : distance(word, candidate);
      if (distance <= most) {
        nearest = Optional.of(candidate);
        most = distance - 1;
      }
    }
    return nearest;
  }

  /**
   * How many letters are put in, left out, changed or swapped with their neighbour between two
   * words (optimal string alignment).
   */
  private static int distance(String one, String other) {
    int[][] of = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        of[i][j] = i == 0 || j == 0 ? i + j : step(of, one, other, i, j);
      }
    }
    return of[one.length()][other.length()];
  }

  private static int step(int[][] of, String one, String other, int i, int j) {
    int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least = Math.min(of[i - 1][j - 1] + change, Math.min(of[i - 1][j], of[i][j - 1]) + 1);
    boolean isSwap =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return isSwap ? Math.min(least, of[i - 2][j - 2] + 1) : least;
  }
}
