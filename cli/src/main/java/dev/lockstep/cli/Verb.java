package dev.lockstep.cli;

import java.util.Optional;

/** The first word of a command, where it is none of the short forms. */
enum Verb {
  SYNC("sync", true),
  DIFF("diff", true),
  HELP("help", true),
  VERIFY("verify", true),
  STATUS("status", true),
  APPROVE("approve", true),
  ADOPT("adopt", true),
  MANIFEST("manifest", true);

  private final String word;
  private final boolean available;

  Verb(String word, boolean available) {
    this.word = word;
    this.available = available;
  }

  String word() {
    return word;
  }

  /** The verb that this word is; empty if it is none. */
  static Optional<Verb> of(String word) {
    for (Verb verb : values()) {
      if (verb.word.equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  /**
   * Checks that this version can do it.
   *
   * @throws UsageException if its name is only reserved
   */
  void requireAvailable() throws UsageException {
    if (!available) {
      throw new UsageException(
          word
              + " is not available yet in this version; for a folder of that name write ./"
              + word
              + ".");
    }
  }
}
