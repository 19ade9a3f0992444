package dev.lockstep.watch;

/** How much is to be looked at where something may have changed. */
public enum Depth {
  /** The entry; of a folder not what it holds. */
  ENTRY,
  /** The entries of a folder; of folders in it not what they hold. */
  LISTING,
  /** The entry with all that it holds, at any depth. */
  TREE;

  /** The one that covers both. An entry and its listing are covered by the tree alone. */
  public Depth and(Depth other) {
    return this == other ? this : TREE;
  }
}
