package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.FilterAnswer;
import dev.lockstep.api.FilterOptions;
import dev.lockstep.api.FilterRule;
import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Repair;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.engine.Engine;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Finding.Sort;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filter leaves out, what it protects, and what becomes of that. */
class MirrorFilterTest {
  @TempDir Path home;

  private Roots roots;
  private FilterOptions filter = FilterOptions.NONE;

  @BeforeEach
  void nameRoots() {
    roots = Roots.in(home);
  }

  @Test
  void whatIsExcludedIsNeitherCopiedNorDeleted() throws Exception {
    root(file("a.c", "text"), file("a.o", "new"), folder("build", file("x", "text")))
        .writeTo(roots.source());
    root(file("a.o", "old"), file("b.o", "old"), file("gone", "old")).writeTo(roots.replica());
    filter("- *.o", "- /build/");
    Recorder heard = mirrorExactly();
    assertThat(heard.lines()).containsExactly("create file a.c (new)", "delete file gone (gone)");
    assertThat(heard.reports().getFirst().counts().leftOut()).isEqualTo(3);
    assertReplica("a.c=text", "a.o=old", "b.o=old");
    assertThat(mirrorExactly().lines()).isEmpty();
  }

  @Test
  void theFirstRuleThatMatchesDecides() throws Exception {
    root(file("keep.o", "text"), file("a.o", "text"), folder("d", file("keep.o", "text")))
        .writeTo(roots.source());
    filter("+ /keep.o", "- *.o");
    mirrorExactly();
    assertReplica("d/", "keep.o=text");
  }

  @Test
  void noRuleBringsBackWhatLiesInAnExcludedFolder() throws Exception {
    root(folder("d", file("a", "text"))).writeTo(roots.source());
    filter("+ /d/a", "- /d/");
    mirrorExactly();
    assertReplica();
  }

  @Test
  void whatIsExcludedInAFolderThatIsGoneStaysWithItsParents() throws Exception {
    root().writeTo(roots.source());
    root(folder(
            "gone",
            file("a", "old"),
            folder("deep", file("b", "old"), file("b.o", "old")),
            folder("empty", file("c", "old"))))
        .writeTo(roots.replica());
    filter("- *.o");
    Recorder heard = mirrorExactly();
    assertReplica("gone/", "gone/deep/", "gone/deep/b.o=old");
    assertThat(heard.lines())
        .containsExactly(
            "delete file gone/a (gone)",
            "delete file gone/deep/b (gone)",
            "delete file gone/empty/c (gone)",
            "delete folder gone/empty (gone)");
    assertThat(heard.notes())
        .contains("gone is kept in the replica, since it holds what is excluded.");
    assertThat(heard.reports().getFirst().spared().kept()).isEqualTo(2);
    assertThat(heard.reports().getFirst().counts().leftOut()).isEqualTo(1);
    Recorder again = mirrorExactly();
    assertThat(again.lines()).isEmpty();
    assertThat(again.reports().getFirst().spared().kept()).isEqualTo(2);
    assertThat(verify().isEqual()).isTrue();
  }

  @Test
  void whatHasToStayIsNoDeletionThatIsWithheld() throws Exception {
    root().writeTo(roots.source());
    root(folder("gone", file("b.o", "old"))).writeTo(roots.replica());
    filter("- *.o");
    Recorder heard = new Recorder();
    MirrorOptions none = options().withDeletionLimit(new DeletionLimit.Entries(0));
    assertThat(Runs.mirror(none, heard).isExact()).isTrue();
    Files.writeString(roots.replica().resolve("gone/a"), "old");
    MirrorReport report = Runs.mirror(none, heard);
    assertThat(report.spared().withheld()).isEqualTo(1);
    assertReplica("gone/", "gone/a=old", "gone/b.o=old");
  }

  @Test
  void nothingTakesThePlaceOfAFolderThatHoldsWhatIsExcluded() throws Exception {
    root(file("x", "text")).writeTo(roots.source());
    root(folder("x", file("a", "old"), file("a.o", "old"))).writeTo(roots.replica());
    filter("- *.o");
    MirrorReport report = Runs.mirror(options(), MirrorListener.NONE);
    assertThat(report.problems())
        .extracting(Problem::message)
        .containsExactly("cannot be replaced: the folder in the replica holds what is excluded");
    assertReplica("x/", "x/a.o=old");
  }

  @Test
  void whatIsExcludedForItsKindKeepsItsPlace() throws Exception {
    root(file("x", "text"), folder("y"), file("z", "text")).writeTo(roots.source());
    root(folder("x", file("a", "old")), file("y", "old"), folder("z")).writeTo(roots.replica());
    filter("- x/", "+ */", "- y");
    MirrorReport report = Runs.mirror(options(), MirrorListener.NONE);
    assertThat(report.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "x: cannot be mirrored: the replica has an excluded folder of this name, which is kept",
            "y: cannot be mirrored: the replica has an excluded file of this name, which is kept");
    assertReplica("x/", "x/a=old", "y=old", "z=text");
  }

  @Test
  void whatIsExcludedIsDeletedWhereThatIsAskedFor() throws Exception {
    root(file("a", "text"), file("a.o", "new"), folder("d", file("x", "text")))
        .writeTo(roots.source());
    root(
            file("a", "text"),
            file("a.o", "old"),
            folder("d", file("x", "text"), file("y", "old")),
            folder("gone", file("b.o", "old")))
        .writeTo(roots.replica());
    filter = new FilterOptions(rules("- *.o", "- d/"), false, true);
    Recorder dry = new Recorder();
    Runs.mirror(options().withDryRun(true), dry);
    Recorder heard = mirrorExactly();
    assertThat(heard.lines())
        .containsExactly(
            "delete file a.o (excluded)",
            "delete file d/x (excluded)",
            "delete file d/y (excluded)",
            "delete file gone/b.o (gone)",
            "delete folder d (excluded)",
            "delete folder gone (gone)");
    assertThat(dry.lines()).isEqualTo(heard.lines());
    assertReplica("a=text");
  }

  @Test
  void theDeletionOfWhatIsExcludedWaitsForAYesAsAnyOther() throws Exception {
    root(file("a.o", "text")).writeTo(roots.source());
    root(file("a.o", "text")).writeTo(roots.replica());
    filter = new FilterOptions(rules("- *.o"), false, true);
    MirrorOptions none = options().withDeletionLimit(new DeletionLimit.Entries(0));
    assertThat(Runs.mirror(none, MirrorListener.NONE).spared().withheld()).isEqualTo(1);
    assertReplica("a.o=text");
  }

  @Test
  void whatIsLeftOutOfItselfIsNeverDeleted() throws Exception {
    root(file("log", "text"), file("a", "text")).writeTo(roots.source());
    root(file("log", "old"), file("a", "old")).writeTo(roots.replica());
    filter = new FilterOptions(rules("- log"), false, true);
    MirrorOptions options = options().withLeftOut(List.of(roots.source().resolve("log")));
    assertThat(Runs.mirror(options, MirrorListener.NONE).isExact()).isTrue();
    assertReplica("a=text", "log=old");
  }

  @Test
  void ignoreFilesRuleTheirFoldersAndAreMirroredThemselves() throws Exception {
    root(
            file(".lockstepignore", "*.o\n/top\n!keep.o\n"),
            file("a.o", "text"),
            file("top", "text"),
            folder(
                "d",
                file(".lockstepignore", "!b.o\nkeep.o\n"),
                file("a.o", "text"),
                file("b.o", "text"),
                file("keep.o", "text"),
                file("top", "text")))
        .writeTo(roots.source());
    root(folder("d", file("a.o", "old"), file("gone", "old"))).writeTo(roots.replica());
    filter = new FilterOptions(List.of(), true, false);
    mirrorExactly();
    assertReplica(
        ".lockstepignore=*.o\n/top\n!keep.o\n",
        "d/",
        "d/.lockstepignore=!b.o\nkeep.o\n",
        "d/a.o=old",
        "d/b.o=text",
        "d/top=text");
    assertThat(mirrorExactly().lines()).isEmpty();
    assertThat(verify().isEqual()).isTrue();
  }

  @Test
  void withoutBeingAskedForIgnoreFilesAreFilesLikeAnyOther() throws Exception {
    root(file(".lockstepignore", "a"), file("a", "text")).writeTo(roots.source());
    mirrorExactly();
    assertReplica(".lockstepignore=a", "a=text");
  }

  @Test
  void rulesOfTheCommandLineComeBeforeIgnoreFiles() throws Exception {
    root(file(".lockstepignore", "*.o\n!b"), file("a.o", "text"), file("b", "text"))
        .writeTo(roots.source());
    filter = new FilterOptions(rules("+ a.o", "- b"), true, false);
    mirrorExactly();
    assertReplica(".lockstepignore=*.o\n!b", "a.o=text");
  }

  @Test
  void theReplicasIgnoreFileProtectsInAFolderThatIsGoneRunAfterRun() throws Exception {
    root(folder("d", file(".lockstepignore", "*.o"), file("a", "text"), file("sub", "x")))
        .writeTo(roots.source());
    filter = new FilterOptions(List.of(), true, false);
    mirrorExactly();
    Files.writeString(roots.replica().resolve("d/a.o"), "own");
    deleteSource("d");
    for (int run = 0; run < 3; run++) {
      Recorder heard = mirrorExactly();
      assertThat(heard.reports().getFirst().spared().kept()).isEqualTo(2);
      assertReplica("d/", "d/.lockstepignore=*.o", "d/a.o=own");
    }
    assertThat(verify().isEqual()).isTrue();
    Files.delete(roots.replica().resolve("d/a.o"));
    assertThat(mirrorExactly().lines())
        .containsExactly("delete file d/.lockstepignore (gone)", "delete folder d (gone)");
    assertReplica();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n[b", "a//b", "x/../y"})
  void aFolderWhoseIgnoreFileIsMalformedIsLeftAloneOnBothSides(String lines) throws Exception {
    root(
            folder("d", file(".lockstepignore", lines), file("a", "new"), folder("new")),
            file("e", ""))
        .writeTo(roots.source());
    root(folder("d", file("a", "old"), file("gone", "old")).mode(0700)).writeTo(roots.replica());
    filter = new FilterOptions(List.of(), true, false);
    MirrorReport report = Runs.mirror(options(), MirrorListener.NONE);
    assertThat(report.problems())
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith("d: is left alone on both sides: line ")
        .contains(" of d/.lockstepignore (");
    assertReplica("d/", "d/a=old", "d/gone=old", "e=");
  }

  @Test
  void aFolderThatIsGoneStaysWholeWhereItsIgnoreFileIsMalformed() throws Exception {
    root().writeTo(roots.source());
    root(folder("d", file(".lockstepignore", "[b"), file("a", "old"))).writeTo(roots.replica());
    filter = new FilterOptions(List.of(), true, false);
    MirrorReport report = Runs.mirror(options(), MirrorListener.NONE);
    assertThat(report.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "d: is not deleted, since nobody knows what it is to keep: line 1 of d/.lockstepignore"
                + " ([b): the class that begins at byte 1 has no end");
    assertReplica("d/", "d/.lockstepignore=[b", "d/a=old");
  }

  @Test
  void anIgnoreFileThatIsNoFileOrTooLargeIsNotGuessedAt() throws Exception {
    root(
            folder("d", folder(".lockstepignore"), file("a", "new")),
            folder("e", file(".lockstepignore", "#".repeat(1024 * 1024 + 1)), file("a", "new")))
        .writeTo(roots.source());
    filter = new FilterOptions(List.of(), true, false);
    MirrorReport report = Runs.mirror(options(), MirrorListener.NONE);
    assertThat(report.problems())
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "d: is left alone on both sides: d/.lockstepignore is a folder, not a file",
            "e: is left alone on both sides: e/.lockstepignore has more than 1 MiB");
    assertReplica();
  }

  @Test
  void aFileMovesWhereNothingExcludesItAndAnExcludedOneStays() throws Exception {
    root(folder("d", file("a", "text of a"), file("b", "text of b"))).writeTo(roots.source());
    Path state = home.resolve("state");
    filter = FilterOptions.NONE;
    assertThat(mirror(state).isExact()).isTrue();
    filter("- *.o", "- /kept/");
    Files.move(roots.source().resolve("d"), roots.source().resolve("e"));
    Files.createDirectory(roots.source().resolve("kept"));
    Files.move(roots.source().resolve("e/b"), roots.source().resolve("kept/b"));
    MirrorReport report = mirror(state);
    assertThat(report.counts().moved()).isEqualTo(1);
    assertReplica("e/", "e/a=text of a");
  }

  @Test
  void aFolderMovesWholeWhereNoRuleReachesIntoIt() throws Exception {
    root(folder("d", folder("deep", file("a", "text of a")))).writeTo(roots.source());
    Path state = home.resolve("state");
    filter("- /other/*.o");
    assertThat(mirror(state).isExact()).isTrue();
    Files.move(roots.source().resolve("d"), roots.source().resolve("e"));
    assertThat(mirror(state).counts().moved()).isEqualTo(1);
    assertReplica("e/", "e/deep/", "e/deep/a=text of a");
  }

  @Test
  void whatTheReplicaKeepsInARenamedFolderStaysWhereItIs() throws Exception {
    root(folder("d", file("a", "text of a"))).writeTo(roots.source());
    Path state = home.resolve("state");
    filter("- *.o");
    assertThat(mirror(state).isExact()).isTrue();
    Files.writeString(roots.replica().resolve("d/own.o"), "own");
    Files.move(roots.source().resolve("d"), roots.source().resolve("e"));
    assertThat(mirror(state).isExact()).isTrue();
    assertReplica("d/", "d/own.o=own", "e/", "e/a=text of a");
  }

  @Test
  void namesOfOneFileAreOneWhereSomeOfThemAreExcluded() throws Exception {
    root(file("a", "text"), hardLink("b", "a"), hardLink("c.o", "a")).writeTo(roots.source());
    filter("- *.o");
    mirrorExactly();
    assertReplica("a=text", "b=text");
    assertThat(Files.isSameFile(roots.replica().resolve("a"), roots.replica().resolve("b")))
        .isTrue();
    assertThat(mirrorExactly().lines()).isEmpty();
  }

  @Test
  void verifyingTellsNothingOfWhatIsExcludedAndTheRestOfWhatIsGone() throws Exception {
    root(file("a", "text"), file("a.o", "new")).writeTo(roots.source());
    root(
            file("a", "text"),
            file("b.o", "old"),
            folder("kept", file("b.o", "old")),
            folder("extra", file("b.o", "old"), file("c", "old")))
        .writeTo(roots.replica());
    filter("- *.o");
    VerifyReport report = verify();
    assertThat(report.found().getOrDefault(Sort.EXTRA, 0L)).isEqualTo(1);
    assertThat(report.left()).isEqualTo(1);
    assertThat(report.findings())
        .extracting(finding -> finding.path().toString())
        .containsExactly("extra");
  }

  @Test
  void aManifestIsOfWhatIsNotExcluded() throws Exception {
    root(
            file(".lockstepignore", "x\n"),
            file("a.o", "text"),
            folder("d", file("x", "text"), file("y", "text")))
        .writeTo(roots.source());
    var lines = new ByteArrayOutputStream();
    Runs.manifest(
        Runs.backend(roots.source()),
        ManifestOptions.of(roots.source())
            .withFilter(new FilterOptions(rules("- *.o"), true, false)),
        lines,
        new ManifestListener() {},
        new Cancellation());
    assertThat(lines.toString(UTF_8).lines().map(line -> line.substring(34)))
        .containsExactly(".lockstepignore", "d/y");
  }

  @Test
  void oneRootMayLieInTheOtherWhereARuleKeepsTheMarchOut() throws Exception {
    root(file("a", "text"), folder("backup", folder("replica"))).writeTo(roots.source());
    Roots nested = new Roots(roots.source(), roots.source().resolve("backup/replica"));
    assertThatThrownBy(() -> Runs.mirror(nested.options(), MirrorListener.NONE))
        .hasMessageContaining("lies inside the source");
    FilterOptions excluding = new FilterOptions(rules("- /backup/"), false, false);
    assertThat(Runs.mirror(nested.options().withFilter(excluding), MirrorListener.NONE).isExact())
        .isTrue();
    assertThat(listed(nested.replica())).containsExactly("a=text");

    Roots reversed = new Roots(nested.replica(), roots.source());
    FilterOptions deleting = new FilterOptions(rules("- /backup/"), false, true);
    assertThatThrownBy(
            () -> Runs.mirror(reversed.options().withFilter(deleting), MirrorListener.NONE))
        .hasMessageContaining("lies inside the replica");
    assertThat(Runs.mirror(reversed.options().withFilter(excluding), MirrorListener.NONE).isExact())
        .isTrue();
  }

  @Test
  void aPatternThatIsMalformedIsRefusedWithItsPlaceBeforeAnythingIsTouched() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    filter("- a", "- [b");
    assertThatThrownBy(() -> Runs.mirror(options(), MirrorListener.NONE))
        .isInstanceOfSatisfying(
            MirrorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.USAGE))
        .hasMessage("rule - [b: the class that begins at byte 1 has no end.");
    assertThat(roots.replica()).doesNotExist();
  }

  @Test
  void itIsSaidWhichRuleDecides() throws Exception {
    root(
            folder("d", file(".lockstepignore", "\n*.o\n!k.o"), file("a.o", "x")),
            folder("build", file("x", "x")))
        .writeTo(roots.source());
    filter = new FilterOptions(rules("+ a.c", "- build/", "- *.c"), true, false);
    assertThat(explain("a.c")).isEqualTo(new FilterAnswer(false, "included by rule + a.c"));
    assertThat(explain("d/b.c")).isEqualTo(new FilterAnswer(true, "excluded by rule - *.c"));
    assertThat(explain("d/a.o").why()).isEqualTo("excluded by line 2 of d/.lockstepignore (*.o)");
    assertThat(explain("d/k.o").why()).isEqualTo("included by line 3 of d/.lockstepignore (!k.o)");
    assertThat(explain("a.o").why()).isEqualTo("included: no rule matches");
    assertThat(explain("build").why()).isEqualTo("excluded by rule - build/");
    assertThat(explain("x/build").why()).isEqualTo("included: no rule matches");
    assertThat(explain("build/x").why())
        .isEqualTo(
            "excluded, since its folder build/ is, by rule - build/; no rule brings back what lies"
                + " in an excluded folder");
    assertThat(roots.replica()).doesNotExist();
  }

  private FilterAnswer explain(String path) throws MirrorException {
    return engine().explainFilter(options(), RelativePath.of(path), false);
  }

  private Engine engine() {
    return Runs.engine(Runs.backend(roots.source()), new StillClock());
  }

  private MirrorOptions options() {
    return roots.options().withFilter(filter);
  }

  private void filter(String... rules) {
    filter = new FilterOptions(rules(rules), false, false);
  }

  private static List<FilterRule> rules(String... rules) {
    List<FilterRule> all = new ArrayList<>();
    for (String rule : rules) {
      byte[] pattern = rule.substring(2).getBytes(UTF_8);
      String place = "rule " + rule;
      all.add(
          rule.startsWith("-")
              ? FilterRule.exclude(pattern, place)
              : FilterRule.include(pattern, place));
    }
    return all;
  }

  private MirrorReport mirror(Path state) throws MirrorException {
    return Runs.mirror(options().withStateDirectory(state), MirrorListener.NONE);
  }

  private Recorder mirrorExactly() throws MirrorException {
    Recorder heard = new Recorder();
    MirrorReport report = Runs.mirror(options(), heard);
    assertThat(report.isExact()).as("%s", report.problems()).isTrue();
    return heard;
  }

  private VerifyReport verify() throws MirrorException {
    return engine().verify(options(), Repair.NOTHING, MirrorListener.NONE, new Cancellation());
  }

  private void deleteSource(String folder) throws IOException {
    try (Stream<Path> paths = Files.walk(roots.source().resolve(folder))) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void assertReplica(String... entries) throws IOException {
    assertThat(listed(roots.replica())).containsExactly(entries);
  }

  /** Paths, a slash after folders, the text after files, sorted. */
  private static List<String> listed(Path root) throws IOException {
    List<String> all = new ArrayList<>();
    if (Files.notExists(root)) {
      return all;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(each -> !each.equals(root)).toList()) {
        String shown = root.relativize(path).toString();
        all.add(Files.isDirectory(path) ? shown + "/" : shown + "=" + Files.readString(path));
      }
    }
    all.sort(null);
    return all;
  }
}
