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

  /** The same after an earlier part of the run: of what is withheld, each part knows all. */
  public Spared after(Spared earlier) {
    return new Spared(withheld, reason, isNews || earlier.isNews, kept + earlier.kept);
  }

  /** The same with what a run through everything had spared before, most of which this knows. */
  public Spared besides(Spared whole) {
    boolean isLess = whole.withheld > withheld;
    return new Spared(
        isLess ? whole.withheld : withheld,
        isLess ? whole.reason : reason,
        isNews,
        kept + whole.kept);
  }
}
