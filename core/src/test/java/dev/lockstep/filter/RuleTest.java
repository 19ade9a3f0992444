package dev.lockstep.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pattern of the command line matches; rsync says the same in {@code FilterOracleTest}. */
class RuleTest {
  @ParameterizedTest
  @CsvSource({
    // A name, anywhere.
    "a, a",
    "a, x/y/a",
    "a.o, a.o",
    "*.o, a.o",
    "*.o, x/.o",
    "*, x",
    "a*c, abbc",
    "a*c*e, abcde",
    "*a*, xay",
    "?, x",
    "a?c, abc",
    "**, a/b",
    "**.o, a/b.o",
    // Several names, from any folder on.
    "a/b, a/b",
    "a/b, x/a/b",
    "a/*/c, a/x/c",
    "a/*/c, y/a/x/c",
    "*/b, a/b",
    // From the root.
    "/a, a",
    "/a/b, a/b",
    "/*/b, a/b",
    "/a*/b, ab/b",
    // Across folders.
    "a/**, a/b/c",
    "a/**/c, a/b/c",
    "a/**/c, a/x/y/c",
    "a/**/c, z/a/x/y/c",
    "/a/**/c, a/x/y/c",
    "**/c, c",
    "**/c, a/b/c",
    "a**c, a/b/c",
    "/**/b, a/b",
    "a/***, a/b",
    // Classes.
    "[ab], b",
    "[a-c]x, bx",
    "[!a-c]x, dx",
    "[^a-c]x, dx",
    "[]a], ]",
    "[a-], -",
    "[-a], -",
    "[a\\]b], ]",
    "[[:digit:]], 7",
    "[[:upper:]_]x, _x",
    "x[![:space:]], xy",
    "[[:alpha], :",
    // Escapes, where there are wildcards; else a backslash is one.
    "\\*[a], *a",
    "a\\[?, a[b",
    "a\\b, a\\b",
    "a\\, a\\",
    "\\a*, ab",
    "'a b', 'a b'",
    "#a, #a",
    "-a, -a"
  })
  void matchesAFile(String pattern, String path) throws Exception {
    assertThat(excludes(pattern, path, false)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a, ab",
    "a, ba",
    "a, a/b",
    "*.o, a.oo",
    "*.o, a.o/b",
    "a/b, b",
    "a/b, xa/b",
    "a/b, a/x/b",
    "a/*/c, a/c",
    "a/*/c, a/x/y/c",
    "/a, x/a",
    "/a/b, x/a/b",
    "/*, a/b",
    "a/**, a",
    "a/**, xa/b",
    "/a/**/c, a/c",
    "a/**/c, a/c",
    "/**/b, b",
    "a/***, a",
    "a/, a",
    "a/b/, a/b",
    "?, é",
    "[a-c], d",
    "[!a-c], b",
    "[![:digit:]], 7",
    "a?b, a/b",
    "a[!x]b, a/b",
    "\\*a*, ba",
    "A, a"
  })
  void passesByAFile(String pattern, String path) throws Exception {
    assertThat(excludes(pattern, path, false)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a/, a, true",
    "a/, x/a, true",
    "/a/, a, true",
    "/a/, x/a, false",
    "a/b/, x/a/b, true",
    "*/, x, true",
    "**/, x/y, true",
    "a/***, a, true",
    "a/***, x/a, true",
    "/a/***, x/a, false",
    "a/**, a, false",
    "***, a, true"
  })
  void knowsFolders(String pattern, String path, boolean matches) throws Exception {
    assertThat(excludes(pattern, path, true)).isEqualTo(matches);
  }

  @Test
  void matchesBytesThatAreNoText() throws Exception {
    Filter filter =
        Filter.of(
            List.of(
                Rule.of("b\u00fccher".getBytes(ISO_8859_1), true, "a word"),
                Rule.of("x[\u0080-\u00ff]".getBytes(ISO_8859_1), true, "a class")),
            false,
            false);
    Judge judge = filter.in(RelativePath.ROOT).judge();
    assertThat(judge.of(Name.of("b\u00fccher".getBytes(ISO_8859_1)))).isEqualTo(Exclusion.ALL);
    assertThat(judge.of(Name.of("x\u00e4".getBytes(ISO_8859_1)))).isEqualTo(Exclusion.ALL);
    assertThat(judge.of(Name.of("b\u00fccher"))).isEqualTo(Exclusion.NONE);
    assertThat(judge.of(Name.of("x\u00e4"))).isEqualTo(Exclusion.NONE);
  }

  @Test
  void takesNoLongerThanTheLengthsMultiplied() throws Exception {
    String stars = "a*".repeat(40) + "b";
    String deep = "**a".repeat(40) + "b";
    String name = "a".repeat(250);
    assertThat(excludes(stars, name, false)).isFalse();
    assertThat(excludes(deep, (name + "/").repeat(10) + name, false)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the pattern is empty",
        "/ | the root itself",
        "// | two slashes in a row",
        "a//b | two slashes in a row",
        "a// | two slashes in a row",
        "./a | a name of .,",
        "a/../b | a name of ..,",
        ".. | a name of ..,",
        "a/./ | a name of .,",
        "a[ | the class that begins at byte 2 has no end",
        "a[b | the class that begins at byte 2 has no end",
        "[]a | the class that begins at byte 1 has no end",
        "[[:alpha: | has no end",
        "[[:letter:]] | no class of characters called [:letter:]",
        "x[b-a] | the class that begins at byte 2 has a range that is upside down",
        "[a/b] | holds a slash",
        "a*\\ | ends with a backslash that escapes nothing"
      })
  void refusesWhatIsMalformedOrCanMatchNothing(String pattern, String why) {
    assertThatThrownBy(() -> Rule.of(pattern.getBytes(UTF_8), true, "here"))
        .isInstanceOfSatisfying(
            PatternException.class,
            e -> assertThat(e.sentence()).startsWith("here: ").contains(why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", ".a", "..a", "a..", "a.", "[.]", "*/.*"})
  void acceptsNamesThatBeginOrEndWithDots(String pattern) throws Exception {
    assertThat(Rule.of(pattern.getBytes(UTF_8), true, "here").excludes()).isTrue();
  }

  private static boolean excludes(String pattern, String path, boolean isFolder)
      throws PatternException {
    Rule rule = Rule.of(pattern.getBytes(UTF_8), true, "here");
    RelativePath at = RelativePath.of(path);
    return Filter.of(List.of(rule), false, false)
        .in(at.parent())
        .judge()
        .of(at.name())
        .holdsFor(isFolder);
  }
}
