package dev.lockstep.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an ignore file says; git says the same in {@code FilterOracleTest}. */
class IgnoreFileTest {
  @ParameterizedTest
  @CsvSource({
    "a, x/a, true",
    "a/b, a/b, true",
    "a/b, x/a/b, false",
    "/a, x/a, false",
    "/a, a, true",
    "a/**/c, a/c, true",
    "a/**/c, a/x/y/c, true",
    "a/**/c, xa/c, false",
    "**/c, c, true",
    "**/b/c, a/b/c, true",
    "a/**, a/b/c, true",
    "a/**, a, false",
    "**, a, true",
    "a**c, abc, true",
    "a**c, a/c, false",
    "x/a**c, x/abc, true",
    "/**, a/b, true",
    "\\#a, #a, true",
    "\\!a, !a, true",
    "\\a, a, true",
    "'a ', a, true",
    "'a\\ ', 'a ', true",
    "' a', ' a', true",
    "*.[ch], x.c, true",
    "a/, a, false"
  })
  void readsALineAsGitDoes(String line, String path, boolean matches) throws Exception {
    assertThat(excludes(line, path, false)).isEqualTo(matches);
  }

  @Test
  void letsTheLastLineDecideThatMatches() throws Exception {
    String lines = "*.o\n!keep.o\nkeep.o/\n\n# !a.o\r\n";
    assertThat(excludes(lines, "a.o", false)).isTrue();
    assertThat(excludes(lines, "keep.o", false)).isFalse();
    assertThat(excludes(lines, "keep.o", true)).isTrue();
  }

  @Test
  void takesAByteOrderMarkAndReturnsForNothing() throws Exception {
    assertThat(excludes("\ufeffa\r\nb", "a", false)).isTrue();
    assertThat(excludes("\ufeffa\r\nb", "b", false)).isTrue();
  }

  @Test
  void hasTheNearestFolderDecideFirstAndTheCommandLineBeforeAll() throws Exception {
    Rule word = Rule.of("w*".getBytes(UTF_8), false, "--include w*");
    FolderRules root = Filter.of(List.of(word), true, false).root(parse("*.o\nw.o\n/deep"));
    FolderRules below = root.below(Name.of("src"), parse("!a.o\n/here"));
    Judge judge = below.judge();
    assertThat(judge.of(Name.of("a.o"))).isEqualTo(Exclusion.NONE);
    assertThat(judge.of(Name.of("b.o"))).isEqualTo(Exclusion.ALL);
    assertThat(judge.of(Name.of("w.o"))).isEqualTo(Exclusion.NONE);
    assertThat(judge.of(Name.of("here"))).isEqualTo(Exclusion.ALL);
    assertThat(judge.of(Name.of("deep"))).isEqualTo(Exclusion.NONE);
    assertThat(root.judge().of(Name.of("here"))).isEqualTo(Exclusion.NONE);
    assertThat(below.below(Name.of("x"), IgnoreFile.NONE).judge().of(Name.of("a.o")))
        .isEqualTo(Exclusion.NONE);
    assertThat(judge.ruleOn(Name.of("a.o"), false).orElseThrow().place())
        .isEqualTo("line 1 of f (!a.o)");
  }

  @ParameterizedTest
  @CsvSource({
    "'a\n[b', 'line 2 of f ([b): the class that begins at byte 1 has no end'",
    "'a\\', 'line 1 of f (a\\\\): the pattern ends with a backslash that escapes nothing'",
    "'\n\n!', 'line 3 of f (!): the pattern is empty'",
    "a//b, line 1 of f (a//b): the pattern has two slashes in a row"
  })
  void saysWhichLineIsMalformed(String lines, String why) {
    assertThatThrownBy(() -> parse(lines))
        .isInstanceOfSatisfying(
            PatternException.class, e -> assertThat(e.sentence()).startsWith(why));
  }

  private static IgnoreFile parse(String lines) throws PatternException {
    return IgnoreFile.parse(lines.getBytes(UTF_8), "f");
  }

  private static boolean excludes(String lines, String path, boolean isFolder)
      throws PatternException {
    RelativePath at = RelativePath.of(path);
    FolderRules rules = Filter.of(List.of(), true, false).root(parse(lines));
    for (Name name : at.parent().names()) {
      rules = rules.below(name, IgnoreFile.NONE);
    }
    return rules.judge().of(at.name()).holdsFor(isFolder);
  }
}
