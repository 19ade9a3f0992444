package dev.lockstep.links;

/** How much the march found out of a name's two sides. */
public enum Likeness {
  /** The replica has nothing of that name, or something of another kind or size. */
  NONE,
  /** Kind and size are equal; the content was not compared. */
  POSSIBLE,
  /** Kind and content are equal, and some metadata differs. */
  CONTENT,
  /** Nothing differs. */
  EQUAL;

  boolean isPossible() {
    return this != NONE;
  }

  /** Whether the content was compared, and is equal. */
  public boolean isProven() {
    return this == CONTENT || this == EQUAL;
  }
}
