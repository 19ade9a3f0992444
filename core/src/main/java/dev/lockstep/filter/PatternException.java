package dev.lockstep.filter;

/** Says that a pattern is malformed or can match nothing, where it stands, and why. */
public final class PatternException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  PatternException(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  /** What is wrong, as a clause that begins with the place. */
  public String sentence() {
    return sentence;
  }

  PatternException at(String place) {
    return new PatternException(place + ": " + sentence);
  }
}
