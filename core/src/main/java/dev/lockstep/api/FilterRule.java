package dev.lockstep.api;

/**
 * One rule of a filter: of those that match a path the first decides. Patterns are rsync's; what
 * they may say stands in docs/filters.md. Immutable.
 */
public final class FilterRule {
  private final byte[] pattern;
  private final boolean excludes;
  private final String place;

  private FilterRule(byte[] pattern, boolean excludes, String place) {
    this.pattern = pattern.clone();
    this.excludes = excludes;
    this.place = place;
  }

  /**
   * A rule that excludes what it matches, and with a folder all that lies below.
   *
   * @param pattern in the bytes of names
   * @param place where it stands, as a person is to be told
   */
  public static FilterRule exclude(byte[] pattern, String place) {
    return new FilterRule(pattern, true, place);
  }

  /** A rule that keeps what it matches from being excluded by one after it. */
  public static FilterRule include(byte[] pattern, String place) {
    return new FilterRule(pattern, false, place);
  }

  /** A copy of the pattern's bytes. */
  public byte[] pattern() {
    return pattern.clone();
  }

  public boolean excludes() {
    return excludes;
  }

  /** Where it stands, as a person is to be told. */
  public String place() {
    return place;
  }
}
