package dev.lockstep.cli;

/** Words that make no command. One sentence, which may be shown, says why. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  UsageException(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
