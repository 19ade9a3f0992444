package dev.lockstep.guard;

import java.util.Optional;

/**
 * Decides whether deletions are so many that they wait for a yes. Pure.
 *
 * @param mostEntries so many are always carried out, 0 or more
 * @param mostPercent of the replica's entries that are carried out however many they are, 0 to 100;
 *     100: no limit
 */
public record DeletionBreaker(long mostEntries, int mostPercent) {
  private static final int WHOLE = 100;

  /** More than 100 entries that are more than half of the replica's. */
  public static final DeletionBreaker USUAL = new DeletionBreaker(100, 50);

  /** How many entries each side has at least for the lack of common names to mean something. */
  private static final int FEW = 10;

  /**
   * Why so many have to wait, as a clause; empty if they do not.
   *
   * @param wished how many entries are to be deleted
   * @param replica how many entries the replica has, these included
   */
  public Optional<String> verdict(long wished, long replica) {
    boolean isTooMany =
        hasLimit()
            && wished > mostEntries
            && Math.multiplyHigh(wished, WHOLE) == 0
            && wished * WHOLE > replica * mostPercent;
    return isTooMany
        ? Optional.of("%,d of %,d entries are more than %s".formatted(wished, replica, limit()))
        : Optional.empty();
  }

  /**
   * Why the deletions of a pair have to wait that was never mirrored and whose roots had no name in
   * common; empty if not.
   *
   * @param source how many entries the source has
   * @param replica how many entries the replica has
   */
  public Optional<String> verdictOfStrangers(long source, long replica) {
    return hasLimit() && source >= FEW && replica >= FEW
        ? Optional.of("the folders have no name in common: is this the right replica?")
        : Optional.empty();
  }

  /** Whether there is any number of deletions that would have to wait. */
  public boolean hasLimit() {
    return mostPercent < WHOLE;
  }

  private String limit() {
    if (mostPercent == 0) {
      return mostEntries == 0 ? "none, as asked" : "%,d, as asked".formatted(mostEntries);
    }
    return mostEntries == 0
        ? mostPercent + " %, as asked"
        : "%,d and more than half".formatted(mostEntries);
  }
}
