package dev.lockstep.cli;

import dev.lockstep.api.FilterRule;
import dev.lockstep.model.Shown;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes rules of the words and files that hold them, in rsync's notation. Patterns are understood
 * elsewhere. For one use.
 */
final class FilterReader {
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final String STANDARD_INPUT = "-";
  private static final String SUPPORTED =
      "; a filter rule is + PATTERN, - PATTERN, include PATTERN or exclude PATTERN.";

  /** What rsync knows besides, by its long names. */
  private static final Set<String> OF_RSYNC =
      Set.of("merge", "dir-merge", "hide", "show", "protect", "risk", "clear");

  private final List<FilterRule> rules = new ArrayList<>();
  private boolean isInputRead;

  private FilterReader() {}

  /**
   * The rules, in their order.
   *
   * @throws UsageException if a file cannot be read, or something is no rule
   */
  static List<FilterRule> read(List<FilterWords.Rule> words) throws UsageException {
    var reader = new FilterReader();
    for (FilterWords.Rule word : words) {
      reader.read(word);
    }
    return reader.rules;
  }

  private void read(FilterWords.Rule word) throws UsageException {
    String place = word.option() + " " + quoted(word.value());
    switch (word.option()) {
      case Options.INCLUDE_FROM, Options.EXCLUDE_FROM -> readFile(word);
      case Options.FILTER -> readRule(word.value(), place);
      default ->
          addSigned(RawWords.encode(word.value()), word.option().equals(Options.EXCLUDE), place);
    }
  }

  private void readFile(FilterWords.Rule word) throws UsageException {
    byte[] content = content(word);
    boolean isExcluded = word.option().equals(Options.EXCLUDE_FROM);
    String name = word.value();
    String file = name.equals(STANDARD_INPUT) ? "standard input" : ShownPlace.of(name);
    int number = 1;
    for (int from = 0; from < content.length; number++) {
      int end = from;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      boolean hasReturn = end > from && content[end - 1] == '\r';
      byte[] line = Arrays.copyOfRange(content, from, hasReturn ? end - 1 : end);
      if (line.length > 0 && line[0] != '#' && line[0] != ';') {
        addSigned(line, isExcluded, "line " + number + " of " + file + ", " + quoted(line));
      }
      from = end + 1;
    }
  }

  private byte[] content(FilterWords.Rule word) throws UsageException {
    String asked = word.option() + " " + quoted(word.value());
    try (InputStream in = open(word)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new UsageException(asked + " has over 16 MiB.");
      }
      return content;
    } catch (IOException e) {
      throw new UsageException(asked + " cannot be read: " + reason(e) + ".");
    }
  }

  private InputStream open(FilterWords.Rule word) throws IOException, UsageException {
    if (!word.value().equals(STANDARD_INPUT)) {
      return Files.newInputStream(
          OptionValues.path(word.option(), Optional.of(word.value())).orElseThrow());
    }
    if (isInputRead) {
      throw new UsageException(
          word.option() + " - is given twice; standard input can be read once.");
    }
    isInputRead = true;
    return new FileInputStream(FileDescriptor.in);
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> ShownPlace.of(String.valueOf(failure.getMessage()));
    };
  }

  /** A pattern, perhaps with its sign before it. */
  private void addSigned(byte[] line, boolean isExcludedUnsigned, String place)
      throws UsageException {
    if (line.length > 1 && (line[0] == '+' || line[0] == '-') && line[1] == ' ') {
      add(Arrays.copyOfRange(line, 2, line.length), line[0] == '-', place);
    } else if (line.length > 0 && line[0] == '!') {
      throw new UsageException(
          place
              + ": no rule begins with !; to include what a later rule excludes, write + and a"
              + " space before the pattern, and - and a space before a name that begins with !.");
    } else {
      add(line, isExcludedUnsigned, place);
    }
  }

  private void readRule(String rule, String place) throws UsageException {
    String word = rule.replaceFirst("(?s)[ _,].*", "");
    if (OF_RSYNC.contains(word)) {
      throw new UsageException(place + ": " + word + " is not supported" + SUPPORTED);
    }
    boolean isLong = word.equals("include") || word.equals("exclude");
    boolean excludes = rule.startsWith("-") || word.equals("exclude");
    if (!isLong && !excludes && !rule.startsWith("+")) {
      throw new UsageException(place + " is none of the rules that there are" + SUPPORTED);
    }
    String rest = rule.substring(isLong ? word.length() : 1);
    int begin = rest.startsWith(",") ? 1 : 0;
    int end = begin;
    while (end < rest.length() && rest.charAt(end) != ' ' && rest.charAt(end) != '_') {
      end++;
    }
    if (end > begin) {
      String modifiers = ShownPlace.quoted(rest.substring(begin, end));
      throw new UsageException(
          place + ": the modifier " + modifiers + " is not supported" + SUPPORTED);
    }
    if (end + 1 >= rest.length()) {
      throw new UsageException(place + " names no pattern" + SUPPORTED);
    }
    add(RawWords.encode(rest.substring(end + 1)), excludes, place);
  }

  private void add(byte[] pattern, boolean excludes, String place) {
    String numbered = place + " (" + ordinal(rules.size() + 1) + " rule)";
    rules.add(
        excludes ? FilterRule.exclude(pattern, numbered) : FilterRule.include(pattern, numbered));
  }

  private static String ordinal(int number) {
    boolean isTeen = number / 10 % 10 == 1;
    return number
        + switch (isTeen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }

  private static String quoted(String word) {
    return quoted(RawWords.encode(word));
  }

  private static String quoted(byte[] bytes) {
    return "'" + Shown.bytes(bytes) + "'";
  }
}
