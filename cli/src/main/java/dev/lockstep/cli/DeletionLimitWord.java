package dev.lockstep.cli;

import dev.lockstep.api.DeletionLimit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The word for a limit of deletions: a number of entries such as {@code 500}, or a share of the
 * replica's such as {@code 20%}. {@code 100%} stands for no limit, {@code 0} withholds all.
 */
final class DeletionLimitWord {
  private static final Pattern WORD = Pattern.compile("([0-9]{1,18})(%?)");

  private DeletionLimitWord() {}

  /**
   * The limit that this word says.
   *
   * @throws UsageException if it says none
   */
  static DeletionLimit parse(String word) throws UsageException {
    Matcher matcher = WORD.matcher(word);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      if (matcher.group(2).isEmpty()) {
        return new DeletionLimit.Entries(number);
      }
      if (number <= DeletionLimit.Share.WHOLE) {
        return new DeletionLimit.Share((int) number);
      }
    }
    throw new UsageException(
        "--max-delete takes a number of entries such as 500, or a share of the replica's such as"
            + " 20%, at most 100%; not "
            + ShownPlace.quoted(word)
            + ".");
  }
}
