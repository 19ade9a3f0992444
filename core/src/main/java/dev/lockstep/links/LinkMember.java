package dev.lockstep.links;

/**
 * A name of a group.
 *
 * @param name what the march held back
 * @param keeps whether it may stay the file that it is in the replica, since that is shared with no
 *     other group, or was given to this one
 */
public record LinkMember(HeldName name, boolean keeps) {
  /** Whether it may already be what the whole group is to be. */
  public boolean mayLead() {
    return keeps && name.likeness().isPossible();
  }

  /** Whether nothing is to be done for it, if it is alone. */
  public boolean isSettled() {
    return keeps && name.likeness() == Likeness.EQUAL;
  }
}
