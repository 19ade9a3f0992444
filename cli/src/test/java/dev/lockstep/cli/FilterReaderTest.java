package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.FilterRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterReaderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "--exclude,a,- a",
        "--include,a,+ a",
        "--exclude,+ a,+ a",
        "--include,- a,- a",
        "--exclude,- - a,- - a",
        "--exclude,-a,- -a",
        "--exclude,#a,- #a",
        "--exclude, a,-  a",
        "--filter,- a,- a",
        "--filter,+ a b ,+ a b ",
        "--filter,-_a,- a",
        "--filter,+__a,+ _a",
        "--filter,-  a,-  a",
        "--filter,exclude a,- a",
        "--filter,include_a,+ a",
        "--filter,- !a,- !a"
      })
  void readsARuleAsRsyncDoes(String option, String value, String expected) throws Exception {
    assertThat(shown(read(option, value))).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--exclude | !a | --exclude '!a': no rule begins with !; to include what",
        "--filter | a | --filter 'a' is none of the rules that there are; a filter rule is + PATT",
        "--filter | P a | --filter 'P a' is none of the rules that there are; a filter rule is",
        "--filter | . file | --filter '. file' is none of the rules",
        "--filter | merge file | --filter 'merge file': merge is not supported; a filter rule is",
        "--filter | protect a | --filter 'protect a': protect is not supported",
        "--filter | clear | --filter 'clear': clear is not supported",
        "--filter | -p a | --filter '-p a': the modifier \"p\" is not supported",
        "--filter | -,s a | --filter '-,s a': the modifier \"s\" is not supported",
        "--filter | exclude,! a | the modifier \"!\" is not supported",
        "--filter | - | --filter '-' names no pattern; a filter rule is",
        "--filter | exclude | --filter 'exclude' names no pattern",
        "--filter | '' | --filter '' is none of the rules",
        "--exclude-from | /no/such | --exclude-from '/no/such' cannot be read: there is no such file.",
        "--exclude-from | '' | --exclude-from is an empty word; name a path."
      })
  void saysWhyAWordIsNoRule(String option, String value, String sentence) {
    assertThatThrownBy(() -> read(option, value))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void readsAFileLineByLine() throws Exception {
    Path file = folder.resolve("rules");
    Files.write(file, "# note\n; note\n\n*.o\n+ a\r\n- b\n c \nB\u00fc".getBytes(ISO_8859_1));
    List<FilterRule> rules =
        FilterReader.read(
            List.of(
                new FilterWords.Rule("--include", "first"),
                new FilterWords.Rule("--exclude-from", file.toString())));
    assertThat(shown(rules))
        .containsExactly("+ first", "- *.o", "+ a", "- b", "-  c ", "- B\u00fc");
    assertThat(rules.get(0).place()).isEqualTo("--include 'first' (1st rule)");
    assertThat(rules.get(1).place()).isEqualTo("line 4 of " + file + ", '*.o' (2nd rule)");
    assertThat(rules.get(5).place()).isEqualTo("line 8 of " + file + ", 'B\\xfc' (6th rule)");
  }

  @Test
  void readsAFileOfWhatIsIncluded() throws Exception {
    Path file = Files.writeString(folder.resolve("rules"), "*.o\n- b\n");
    assertThat(shown(read("--include-from", file.toString()))).containsExactly("+ *.o", "- b");
    assertThatThrownBy(() -> read("--include-from", "/no/such"))
        .hasMessage("--include-from '/no/such' cannot be read: there is no such file.");
  }

  @Test
  void numbersRulesAsPeopleDo() throws Exception {
    List<FilterWords.Rule> words = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      words.add(new FilterWords.Rule("--exclude", "a"));
    }
    List<FilterRule> rules = FilterReader.read(words);
    assertThat(rules.get(2).place()).endsWith("(3rd rule)");
    assertThat(rules.get(10).place()).endsWith("(11th rule)");
    assertThat(rules.get(12).place()).endsWith("(13th rule)");
    assertThat(rules.get(20).place()).endsWith("(21st rule)");
    assertThat(rules.get(21).place()).endsWith("(22nd rule)");
  }

  private static List<FilterRule> read(String option, String value) throws UsageException {
    return FilterReader.read(List.of(new FilterWords.Rule(option, value)));
  }

  private static List<String> shown(List<FilterRule> rules) {
    return rules.stream()
        .map(rule -> (rule.excludes() ? "- " : "+ ") + new String(rule.pattern(), ISO_8859_1))
        .toList();
  }
}
