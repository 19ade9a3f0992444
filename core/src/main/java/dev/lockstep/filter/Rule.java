package dev.lockstep.filter;

import dev.lockstep.model.Shown;

/** One rule: what matches its pattern is excluded, or is not. Immutable. */
public final class Rule {
  private final PathPattern pattern;
  private final boolean excludes;
  private final String place;

  Rule(PathPattern pattern, boolean excludes, String place) {
    this.pattern = pattern;
    this.excludes = excludes;
    this.place = place;
  }

  /**
   * A rule in rsync's dialect.
   *
   * @param place where it stands, as a person is to be told
   * @throws PatternException if the pattern is malformed or can match nothing
   */
  public static Rule of(byte[] pattern, boolean excludes, String place) throws PatternException {
    try {
      return new Rule(PatternReader.rsync(pattern), excludes, place);
    } catch (PatternException e) {
      throw e.at(place);
    }
  }

  /** A rule of an ignore file, in git's dialect. */
  static Rule ofLine(byte[] pattern, boolean excludes, String line) throws PatternException {
    String place = line + " (" + (excludes ? "" : "!") + Shown.bytes(pattern) + ")";
    try {
      return new Rule(PatternReader.git(pattern), excludes, place);
    } catch (PatternException e) {
      throw e.at(place);
    }
  }

  PathPattern pattern() {
    return pattern;
  }

  /** Whether what it matches is excluded. */
  public boolean excludes() {
    return excludes;
  }

  /** Where it stands, as a person is to be told. */
  public String place() {
    return place;
  }
}
