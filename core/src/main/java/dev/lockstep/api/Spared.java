package dev.lockstep.api;

/**
 * What only the replica has and a run has not deleted.
 *
 * @param withheld how many entries wait for a yes, with all that they hold
 * @param reason why they do, as a clause; empty if none does
 * @param isNews whether they are others than at the end of the last run of this mirror
 * @param kept how many entries stay since nothing was to be deleted
 */
public record Spared(long withheld, String reason, boolean isNews, long kept) {
  /** Nothing. */
  public static final Spared NOTHING = new Spared(0, "", false, 0);

  /** What is more of the two: of an earlier part it is no news any more. */
  public Spared orMore(Spared earlier) {
    return earlier.withheld + earlier.kept > withheld + kept
        ? new Spared(earlier.withheld, earlier.reason, isNews, earlier.kept)
        : this;
  }

  /** This, and what was not deleted besides. */
  public Spared and(Spared other) {
    return new Spared(
        withheld + other.withheld,
        other.reason.isEmpty() ? reason : other.reason,
        isNews || other.isNews,
        kept + other.kept);
  }
}
