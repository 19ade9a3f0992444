package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands and options that stand in the text of documents are understood. */
class DocumentedWordsTest {
  private static final String COMMAND = "lockstep ";
  private static final Pattern CODE = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

  /** In a table of three columns, the second. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\|[^|]*\\|([^|]*)\\|[^|]*\\|$");

  @ParameterizedTest
  @MethodSource
  void whatIsGivenForOthersFlagsIsUnderstood(String code) throws UsageException {
    assertThat(CommandLineReader.read(words(code))).isNotNull();
  }

  static Stream<String> whatIsGivenForOthersFlagsIsUnderstood() throws IOException {
    return ROW.matcher(text("docs/coming-from.md"))
        .results()
        .flatMap(row -> CODE.matcher(row.group(1)).results())
        .map(code -> code.group(1));
  }

  @ParameterizedTest
  @MethodSource
  void commandsInTheTextAreUnderstood(String code) throws UsageException {
    assertThat(CommandLineReader.read(words(code))).isNotNull();
  }

  static Stream<String> commandsInTheTextAreUnderstood() throws IOException {
    List<String> commands = new ArrayList<>();
    for (String document : Documented.all()) {
      CODE.matcher(text(document))
          .results()
          .map(code -> code.group(1))
          .filter(code -> code.startsWith(COMMAND) && !code.contains("…") && !code.contains("%"))
          .forEach(commands::add);
    }
    return commands.stream().distinct();
  }

  /** Where no folders are named, two are; one for a manifest. */
  private static List<String> words(String code) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(code);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
    }
    words.remove(COMMAND.strip());
    boolean isVerb = !words.isEmpty() && Verb.of(words.getFirst()).isPresent();
    boolean isBare = words.stream().skip(isVerb ? 1 : 0).allMatch(word -> word.startsWith("-"));
    if (!words.contains("help") && (isBare || !code.startsWith(COMMAND))) {
      words.add("a");
      if (!words.contains("manifest")) {
        words.add("b");
      }
    }
    return words;
  }

  private static String text(String document) throws IOException {
    return Files.readString(Documented.HOME.resolve(document));
  }
}
