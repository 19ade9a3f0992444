package dev.lockstep.api;

import java.util.Optional;

/** What a power cut may cost, and how much is waited for the disk to prevent it. */
public enum Durability {
  /**
   * It never costs an old version: what replaces one is on the disk before it shows. What a run has
   * made is on the disk when the run ends.
   */
  SAFE("safe"),
  /** As {@link #SAFE}; nor does a new file ever show torn. */
  STRICT("strict"),
  /** Nothing is waited for. */
  NONE("none");

  private final String word;

  Durability(String word) {
    this.word = word;
  }

  /** The word for it on the command line. */
  public String word() {
    return word;
  }

  /** The durability of this word; empty if there is none. */
  public static Optional<Durability> ofWord(String word) {
    for (Durability durability : values()) {
      if (durability.word.equals(word)) {
        return Optional.of(durability);
      }
    }
    return Optional.empty();
  }
}
