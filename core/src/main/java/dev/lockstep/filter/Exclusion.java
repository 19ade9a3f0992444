package dev.lockstep.filter;

/** What the rules say of a name, which may depend on what has it. */
public enum Exclusion {
  /** It belongs to the mirror. */
  NONE,
  /** A folder of this name is excluded, anything else is not. */
  FOLDERS,
  /** A folder of this name is not excluded, anything else is. */
  OTHERS,
  /** Whatever has this name is excluded. */
  ALL,
  /** Whatever has this name is no part of the mirror, and is not touched whatever is asked for. */
  ALWAYS;

  static Exclusion of(boolean folders, boolean others) {
    if (folders) {
      return others ? ALL : FOLDERS;
    }
    return others ? OTHERS : NONE;
  }

  /** Whether it does not matter what has the name. */
  public boolean isForAnyKind() {
    return this == NONE || this == ALL || this == ALWAYS;
  }

  /** Whether an entry of this name is no part of the mirror. */
  public boolean holdsFor(boolean isFolder) {
    return this == ALL || this == ALWAYS || this == (isFolder ? FOLDERS : OTHERS);
  }
}
