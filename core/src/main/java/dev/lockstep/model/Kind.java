package dev.lockstep.model;

/** What an entry is. */
public enum Kind {
  FILE("file"),
  DIRECTORY("folder"),
  SYMLINK("symlink"),
  SPECIAL("special");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** The word for it in lines that people read. */
  public String word() {
    return word;
  }
}
