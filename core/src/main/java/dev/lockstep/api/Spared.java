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

  /**
   * The more of this and what an earlier part has spared: parts come by the same entries again, so
   * that a sum would count them twice.
   */
  public Spared orMore(Spared earlier) {
    boolean isNoMore = earlier.withheld >= withheld;
    return new Spared(
        isNoMore ? earlier.withheld : withheld,
        isNoMore ? earlier.reason : reason,
        isNews || earlier.isNews,
        Math.max(kept, earlier.kept));
  }

  /** The same, which was told before. */
  public Spared asKnown() {
    return new Spared(withheld, reason, false, kept);
  }
}
