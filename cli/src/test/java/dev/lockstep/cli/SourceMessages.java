package dev.lockstep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fixed words of what the program says: the pieces of the string literals in its sources, those
 * that are joined by plus signs being one, and those with conversions being several.
 *
 * @param all every piece
 * @param shown those of three words and more that a person may be shown
 */
record SourceMessages(List<String> all, List<String> shown) {
  private static final List<String> MODULES = List.of("core", "linux", "cli");
  private static final Pattern COMMENT =
      Pattern.compile("(?s)/\\*.*?\\*/|(?m)^ *//[^\n]*|(?<=[;{]) +//[^\n]*|\"\"\".*?\"\"\"");
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  private static final Pattern CONVERSION = Pattern.compile("%(?:,?d|s|x)");
  private static final Pattern WORD = Pattern.compile("[a-z]{2,}");
  private static final int FEWEST_WORDS = 3;
  private static final int LEAST_PART = 12;

  /** What tells of a fault of the program, or of a caller of the library. */
  private static final Pattern FAULT =
      Pattern.compile(
          "(?s)(?:IllegalState|IllegalArgument|IndexOutOfBounds|EOF|Cancellation)Exception\\s*\\([^;]*"
              + "|AssertionError\\s*\\([^;]*|requireNonNull\\s*\\([^;]*");

  /**
   * What is said of progress and in summaries, help and documents, or is said to other programs.
   */
  private static final Set<String> OF_OTHER_THINGS =
      Set.of(
          "HelpText",
          "HelpOutline",
          "ManualPage",
          "BashCompletion",
          "ZshCompletion",
          "StatsText",
          "ProgressView",
          "Forecast",
          "WaitingText",
          "Summary",
          "VerifySummary",
          "StatusText",
          "VersionText",
          "TerminalWidth",
          // What Java and the C library say, which is understood here, and names of their calls.
          "Shortage",
          "NioStagedLink",
          "EventQueue",
          "WatchServiceFeed",
          // A damaged index is said by one sentence, whatever is wrong with it.
          "Circumstances",
          "PageKey",
          "Records");

  static SourceMessages read() throws IOException {
    List<String> all = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Documented.HOME.resolve(module + "/src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> add(file, all, shown));
      }
    }
    all.addAll(Files.readAllLines(Documented.HOME.resolve("lockstep")));
    return new SourceMessages(List.copyOf(all), List.copyOf(shown));
  }

  private static void add(Path file, List<String> all, List<String> shown) {
    String name = file.getFileName().toString().replace(".java", "");
    String code = JOINED.matcher(COMMENT.matcher(text(file)).replaceAll("")).replaceAll("").strip();
    Matcher literals = LITERAL.matcher(code);
    while (literals.find()) {
      String literal =
          literals.group(1).replace("\\n", "").replace("\\\"", "\"").replace("\\\\", "\\");
      boolean isShown =
          !OF_OTHER_THINGS.contains(name) && !isOfFault(code.substring(0, literals.start()));
      for (String piece : CONVERSION.splitAsStream(literal).toList()) {
        all.add(piece);
        if (isShown && WORD.matcher(piece).results().count() >= FEWEST_WORDS && isText(piece)) {
          shown.add(piece);
        }
      }
    }
  }

  private static boolean isText(String piece) {
    return piece.matches(".*[a-z] [a-z].*");
  }

  private static boolean isOfFault(String before) {
    String statement = before.substring(before.lastIndexOf(';') + 1);
    return FAULT.matcher(statement).find();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether these words are put together of pieces, each of them whole or a good part of one. */
  boolean hold(String words) {
    if (all.stream().anyMatch(piece -> piece.contains(words))) {
      return true;
    }
    for (int end = words.length() - 1; end > 0; end--) {
      if (isPiece(words.substring(0, end)) && hold(words.substring(end))) {
        return true;
      }
    }
    return false;
  }

  private boolean isPiece(String words) {
    return words.length() >= LEAST_PART
        ? all.stream().anyMatch(piece -> piece.contains(words))
        : all.stream().anyMatch(piece -> piece.strip().equals(words.strip()));
  }
}
