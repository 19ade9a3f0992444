package dev.lockstep.model;

/** The digests that Lockstep can make. */
public enum DigestAlgorithm {
  MD5("md5", 16),
  SHA256("sha256", 32),
  XXH128("xxh128", 16);

  private final String word;
  private final int length;

  DigestAlgorithm(String word, int length) {
    this.word = word;
    this.length = length;
  }

  /** The word for it on the command line and in every line. */
  public String word() {
    return word;
  }

  /** How many bytes a digest has. */
  public int length() {
    return length;
  }
}
