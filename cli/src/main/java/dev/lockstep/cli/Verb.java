package dev.lockstep.cli;

import java.util.Arrays;
import java.util.Optional;

/** The first word of a command, where it is none of the short forms. */
enum Verb {
  SYNC("sync"),
  DIFF("diff"),
  HELP("help"),
  VERIFY("verify"),
  STATUS("status"),
  APPROVE("approve"),
  ADOPT("adopt"),
  MANIFEST("manifest");

  private final String word;

  Verb(String word) {
    this.word = word;
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

  /** The verb that this word may have been meant to be. */
  static Optional<Verb> near(String word) {
    return Misspelling.meant(word, Arrays.stream(values()).map(Verb::word).toList())
        .flatMap(Verb::of);
  }
}
