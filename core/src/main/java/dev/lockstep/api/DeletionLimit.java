package dev.lockstep.api;

/** From how many deletions on a run carries out none of them, until they are approved. */
public sealed interface DeletionLimit {
  /** No run withholds anything. */
  DeletionLimit NO_LIMIT = new Share(Share.WHOLE);

  /** More than 100 entries, if they are more than half of the replica's. */
  record Usual() implements DeletionLimit {}

  /**
   * More than this many entries.
   *
   * @param most 0 or more; with 0 all deletions are withheld
   */
  record Entries(long most) implements DeletionLimit {
    public Entries {
      if (most < 0) {
        throw new IllegalArgumentException("a limit of " + most + " entries");
      }
    }
  }

  /**
   * More than this share of the replica's entries.
   *
   * @param percent 0 to 100; with 100 there is no limit
   */
  record Share(int percent) implements DeletionLimit {
    /** All that the replica has. */
    public static final int WHOLE = 100;

    public Share {
      if (percent < 0 || percent > WHOLE) {
        throw new IllegalArgumentException("a limit of " + percent + " percent");
      }
    }
  }
}
