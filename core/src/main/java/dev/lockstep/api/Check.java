package dev.lockstep.api;

import java.util.Optional;

/** What proves two files equal. */
public enum Check {
  /** Their MD5 digests are equal. */
  MD5("md5"),
  /** Their SHA-256 digests are equal. */
  SHA256("sha256"),
  /** Their XXH3 digests of 128 bits are equal; fast, and no protection against intent. */
  XXH128("xxh128"),
  /** They are equal byte for byte. */
  BYTES("bytes"),
  /** Size and time are equal; the content is not read. */
  STAMP("stamp");

  private final String word;

  Check(String word) {
    this.word = word;
  }

  /** The word for it on the command line. */
  public String word() {
    return word;
  }

  /** The check of this word; empty if there is none. */
  public static Optional<Check> ofWord(String word) {
    for (Check check : values()) {
      if (check.word.equals(word)) {
        return Optional.of(check);
      }
    }
    return Optional.empty();
  }
}
