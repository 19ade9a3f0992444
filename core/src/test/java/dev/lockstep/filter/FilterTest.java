package dev.lockstep.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
  @Test
  void letsTheFirstRuleDecideThatMatches() throws Exception {
    Judge judge = filter("+ a.o", "- *.o", "- a.o", "+ *").in(RelativePath.ROOT).judge();
    assertThat(judge.of(Name.of("a.o"))).isEqualTo(Exclusion.NONE);
    assertThat(judge.of(Name.of("b.o"))).isEqualTo(Exclusion.ALL);
    assertThat(judge.of(Name.of("c"))).isEqualTo(Exclusion.NONE);
  }

  @Test
  void tellsWhereTheKindDecides() throws Exception {
    Judge judge = filter("- f/", "+ */", "- *").in(RelativePath.ROOT).judge();
    assertThat(judge.of(Name.of("f"))).isEqualTo(Exclusion.ALL);
    assertThat(judge.of(Name.of("x"))).isEqualTo(Exclusion.OTHERS);
    assertThat(filter("- f/").in(RelativePath.ROOT).judge().of(Name.of("f")))
        .isEqualTo(Exclusion.FOLDERS);
  }

  @Test
  void leavesOutItsOwnPathsWhateverIsAskedFor() throws Exception {
    Filter filter =
        Filter.of(List.of(Rule.of("log".getBytes(UTF_8), false, "")), false, true)
            .leavingOutAlso(Set.of(RelativePath.of("a/log")));
    Judge judge = filter.in(RelativePath.of("a")).judge();
    assertThat(judge.of(Name.of("log"))).isEqualTo(Exclusion.ALWAYS);
    assertThat(judge.protects(Name.of("log"), false)).isTrue();
    assertThat(filter.in(RelativePath.ROOT).judge().of(Name.of("log"))).isEqualTo(Exclusion.NONE);
  }

  @Test
  void protectsWhatIsExcludedUnlessThatIsToGo() throws Exception {
    List<Rule> rules = List.of(Rule.of("*.o".getBytes(UTF_8), true, ""));
    Name name = Name.of("a.o");
    assertThat(Filter.of(rules, false, false).in(RelativePath.ROOT).judge().protects(name, false))
        .isTrue();
    assertThat(Filter.of(rules, false, true).in(RelativePath.ROOT).judge().protects(name, false))
        .isFalse();
  }

  @Test
  void keepsOutWhatLiesInAnExcludedFolder() throws Exception {
    Filter filter = filter("- /a/b/", "- x");
    assertThat(filter.keepsOut(RelativePath.of("a/b/c/d"), false)).isTrue();
    assertThat(filter.keepsOut(RelativePath.of("a/b"), true)).isTrue();
    assertThat(filter.keepsOut(RelativePath.of("a/b"), false)).isFalse();
    assertThat(filter.keepsOut(RelativePath.of("a"), true)).isFalse();
    assertThat(filter.keepsOut(RelativePath.of("c/x/d"), false)).isTrue();
    assertThat(filter.keepsOut(RelativePath.ROOT, true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // What lies below may be excluded, or cannot.
    "- *.o, a, true, false",
    "- *.o, a, false, true",
    "- *.o, a.o, false, false",
    "- /a, b, true, true",
    "- /a, a, true, false",
    "- /a/b, a, true, false",
    "- /a/b, c, true, true",
    "- /a/*/c, a/x, true, false",
    "- /a/*/c, a/x/y, true, true",
    "- /a/*/c, b/x, true, true",
    "- /a/**, b, true, true",
    "- a/b, c, true, false",
    "+ *.o, a, true, true",
    "- /a/b, a/b/c, false, false"
  })
  void knowsWhichFoldersCannotHoldWhatIsExcluded(
      String rule, String path, boolean isFolder, boolean isWhole) throws Exception {
    assertThat(filter(rule).isWhole(RelativePath.of(path), isFolder)).isEqualTo(isWhole);
  }

  private static Filter filter(String... words) throws PatternException {
    List<Rule> rules = new ArrayList<>();
    for (String word : words) {
      rules.add(Rule.of(word.substring(2).getBytes(UTF_8), word.startsWith("-"), word));
    }
    return Filter.of(rules, false, false);
  }
}
