package dev.lockstep.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * The word for an interval: whole seconds such as {@code 60}, or numbers with units, the greatest
 * first, such as {@code 90s}, {@code 1h30m}, {@code 1d}. Zero stands for "once".
 */
final class IntervalWord {
  private static final String UNITS = "dhms";
  private static final long[] UNIT_SECONDS = {86_400, 3_600, 60, 1};
  private static final long MOST_DAYS = 36_500;
  private static final long MOST_SECONDS = MOST_DAYS * UNIT_SECONDS[0];

  private final String word;
  private int at;

  private IntervalWord(String word) {
    this.word = word;
  }

  /**
   * The interval that this word says; empty for zero.
   *
   * @throws UsageException if it says none
   */
  static Optional<Duration> parse(String word) throws UsageException {
    long seconds = new IntervalWord(word).seconds();
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  /**
   * The time that this option is set to; empty for zero.
   *
   * @throws UsageException if it is set to none
   */
  static Optional<Duration> parse(String option, String word) throws UsageException {
    if (!isOne(word)) {
      throw new UsageException(
          option
              + " takes a time such as 90s, 5m, 1h30m or 30d, and at most "
              + MOST_DAYS
              + "d, not "
              + ShownPlace.quoted(word)
              + ".");
    }
    return parse(word);
  }

  /** Whether this word says an interval. */
  static boolean isOne(String word) {
    try {
      parse(word);
      return true;
    } catch (UsageException e) {
      return false;
    }
  }

  private long seconds() throws UsageException {
    long seconds = number();
    if (at == word.length()) {
      return seconds;
    }
    int unit = unit(0);
    seconds = limited(seconds * UNIT_SECONDS[unit]);
    while (at < word.length()) {
      long number = number();
      unit = unit(unit + 1);
      seconds = limited(seconds + number * UNIT_SECONDS[unit]);
    }
    return seconds;
  }

  private long number() throws UsageException {
    int start = at;
    long number = 0;
    while (at < word.length() && word.charAt(at) >= '0' && word.charAt(at) <= '9') {
      number = limited(number * 10 + word.charAt(at) - '0');
      at++;
    }
    if (at == start) {
      throw none();
    }
    return number;
  }

  /** The place of the next unit in {@link #UNITS}, which may not be before this one. */
  private int unit(int earliest) throws UsageException {
    int unit = at < word.length() ? UNITS.indexOf(word.charAt(at), earliest) : -1;
    if (unit < 0) {
      throw none();
    }
    at++;
    return unit;
  }

  private long limited(long seconds) throws UsageException {
    if (seconds > MOST_SECONDS) {
      throw new UsageException(
          "The interval "
              + ShownPlace.quoted(word)
              + " is too long; "
              + MOST_DAYS
              + "d is the most.");
    }
    return seconds;
  }

  private UsageException none() {
    return new UsageException(
        ShownPlace.quoted(word)
            + " is not an interval; write seconds (60), or 90s, 5m, 1h30m, 1d; 0 means once.");
  }
}
