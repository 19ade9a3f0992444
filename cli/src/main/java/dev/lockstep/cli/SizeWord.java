package dev.lockstep.cli;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The word for a limit of bytes: a number of bytes such as {@code 5000}, of KiB ({@code 500K}), MiB
 * ({@code 10M}) or GiB ({@code 1G}). {@code 0} stands for no limit.
 */
final class SizeWord {
  private static final Pattern WORD = Pattern.compile("([0-9]{1,9})([KMG]?)|[0-9]{1,18}");
  private static final String UNITS = "KMG";
  private static final int BITS_OF_EACH_UNIT = 10;

  private SizeWord() {}

  /**
   * The limit that this word says; empty: there is none.
   *
   * @param what how a sentence begins that says what is taken, such as {@code --size takes bytes}
   * @throws UsageException if it says nothing of that kind
   */
  static OptionalLong parse(String what, String word) throws UsageException {
    Matcher matcher = WORD.matcher(word.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new UsageException(
          what
              + ", such as 500K, 10M or 1G, or 0 for no limit; not "
              + ShownPlace.quoted(word)
              + ".");
    }
    long limit =
        matcher.group(1) == null
            ? Long.parseLong(word)
            : Long.parseLong(matcher.group(1)) << bits(matcher.group(2));
    return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  private static int bits(String unit) {
    return unit.isEmpty() ? 0 : BITS_OF_EACH_UNIT * (UNITS.indexOf(unit) + 1);
  }
}
