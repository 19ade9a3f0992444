package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.RandomMutations;
import dev.lockstep.testkit.RandomTrees;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Seeds;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec;
import dev.lockstep.testkit.TreeSpec.Folder;
import dev.lockstep.testkit.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every tree and every change of it. A failing seed is tried again by {@code
 * -Dlockstep.seed}.
 */
class MirrorLawsTest {
  private static final int ENTRIES = 60;
  private static final int FEW_ENTRIES = 10;
  private static final int GENERATIONS = 4;
  private static final int MUTATIONS = 25;

  @TempDir private Path disk;

  static LongStream seeds() {
    return Seeds.some(25);
  }

  static LongStream fewSeeds() {
    return Seeds.some(3);
  }

  static LongStream seedsForFaults() {
    return Seeds.some(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theReplicaEqualsTheSourceInMemory(long seed) throws Exception {
    try (Roots roots = Roots.inMemory()) {
      new Life(seed, roots, true).generations();
    }
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void theReplicaEqualsTheSourceOnDisk(long seed) throws Exception {
    new Life(seed, Roots.in(disk), Machine.speaksUtf8()).generations();
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void theReplicaEqualsTheSourceWithManyWorkers(long seed) throws Exception {
    new Life(seed, Roots.in(disk), Machine.speaksUtf8()).jobs(8).generations();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSourceIsNeverTouched(long seed) throws Exception {
    try (Roots roots = Roots.inMemory()) {
      new Life(seed, roots, true).untouchedSource();
    }
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void theSourceIsNeverTouchedOnDisk(long seed) throws Exception {
    new Life(seed, Roots.in(disk), Machine.speaksUtf8()).untouchedSource();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSecondRunPlansNothingAndWritesNothing(long seed) throws Exception {
    try (Roots roots = Roots.inMemory()) {
      new Life(seed, roots, true).idleSecondRun();
    }
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void aSecondRunPlansNothingAndWritesNothingOnDisk(long seed) throws Exception {
    new Life(seed, Roots.in(disk), Machine.speaksUtf8()).idleSecondRun();
  }

  @ParameterizedTest
  @MethodSource("seedsForFaults")
  void aFirstCopySurvivesAFaultAtEveryOperation(long seed) throws Exception {
    Trial trial = firstCopy(seed);
    trial.atEveryOperation(Faults::at);
    trial.atEveryOperation(Faults::from);
  }

  @ParameterizedTest
  @MethodSource("seedsForFaults")
  void anUpdateSurvivesAFaultAtEveryOperation(long seed) throws Exception {
    Trial trial = update(seed);
    trial.atEveryOperation(Faults::at);
    trial.atEveryOperation(Faults::from);
  }

  @ParameterizedTest
  @MethodSource("seedsForFaults")
  void aFirstCopySurvivesDeathAtEveryOperation(long seed) throws Exception {
    firstCopy(seed).atEveryWrite(Faults::deathAt);
  }

  @ParameterizedTest
  @MethodSource("seedsForFaults")
  void anUpdateSurvivesDeathAtEveryOperation(long seed) throws Exception {
    update(seed).atEveryWrite(Faults::deathAt);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("full")
  void everySortOfFaultIsSurvivedAtEveryOperation(Faults.Sort sort) throws Exception {
    Trial trial = ofEverySortOfChange();
    trial.atEveryOperation(index -> Faults.at(index).of(sort));
    trial.atEveryOperation(index -> Faults.from(index).of(sort));
  }

  @Test
  void faultsStrikeEverySortOfOperation() throws Exception {
    assertThat(ofEverySortOfChange().operations())
        .extracting(Operation::verb)
        .contains(
            Verb.INSPECT,
            Verb.OPEN_TREE,
            Verb.OPEN_ROOT,
            Verb.OPEN_DIRECTORY,
            Verb.LIST,
            Verb.LISTED,
            Verb.ENTRY,
            Verb.OPEN_FILE,
            Verb.READ,
            Verb.FILE_ENTRY,
            Verb.READ_SYMLINK,
            Verb.STAGE_FILE,
            Verb.STAGE_DIRECTORY,
            Verb.STAGE_SYMLINK,
            Verb.WRITE,
            Verb.SET_STAGED_METADATA,
            Verb.COMMIT,
            Verb.SET_METADATA,
            Verb.SET_OWN_METADATA,
            Verb.REMOVE);
  }

  @Test
  @Tag("full")
  void everyChangeOfKindSurvivesAFaultAtEveryOperation() throws Exception {
    for (Trial change : changesOfKind()) {
      change.atEveryOperation(Faults::at);
      change.atEveryOperation(Faults::from);
    }
  }

  @Test
  void everyChangeOfKindSurvivesDeathAtEveryOperation() throws Exception {
    for (Trial change : changesOfKind()) {
      change.atEveryWrite(Faults::deathAt);
    }
  }

  @Test
  @Tag("full")
  void everyChangeOfHardLinksSurvivesAFaultAtEveryOperation() throws Exception {
    for (Trial change : changesOfHardLinks()) {
      change.atEveryOperation(Faults::at);
      change.atEveryOperation(Faults::from);
    }
  }

  @Test
  @Tag("full")
  void everyChangeOfHardLinksSurvivesDeathAtEveryOperation() throws Exception {
    for (Trial change : changesOfHardLinks()) {
      change.atEveryWrite(Faults::deathAt);
    }
  }

  @Test
  void aFolderThatCannotBeListedLosesNothingWhileOthersDo() throws Exception {
    for (Verb step : List.of(Verb.LIST, Verb.LISTED)) {
      try (Roots roots = Roots.inMemory()) {
        root(folder("doubt", file("kept", "old"), folder("deep", file("too", "old"))))
            .writeTo(roots.source());
        root(
                folder("clean", file("gone", "old")),
                folder("doubt", file("kept", "old"), folder("deep", file("too", "old"))),
                file("gone", "old"))
            .writeTo(roots.replica());
        Snapshot before = Snapshot.of(roots.replica());
        Faults faults = Faults.whenever(op -> op.is(Side.SOURCE, step, "doubt"));
        MirrorReport report = Runs.mirror(roots, faults, MirrorListener.NONE);
        faults.assertReached();
        Snapshot after = Snapshot.of(roots.replica());
        assertThat(after.items())
            .containsOnlyKeys(".", "doubt", "doubt/deep", "doubt/deep/too", "doubt/kept");
        assertThat(after.items().get("doubt/kept")).isEqualTo(before.items().get("doubt/kept"));
        assertThat(report.problems()).extracting(p -> p.path().toString()).contains("doubt");
        assertThat(report.counts().deleted()).isEqualTo(3);
      }
    }
  }

  private static Trial firstCopy(long seed) {
    Folder tree = new RandomTrees(seed, true).tree(FEW_ENTRIES);
    return new Trial("seed " + seed, tree, Optional.empty());
  }

  /** A trial of a small random tree against what it was before some mutations. */
  private static Trial update(long seed) throws IOException {
    try (Roots roots = Roots.inMemory()) {
      Folder old = new RandomTrees(seed, true).tree(FEW_ENTRIES);
      old.writeTo(roots.source());
      List<String> mutations =
          new RandomMutations(seed, true, roots.source()).apply(FEW_ENTRIES / 2);
      Folder source = TreeSpec.read(roots.source());
      return new Trial("seed " + seed + ", " + mutations, source, Optional.of(old));
    }
  }

  private static Trial ofEverySortOfChange() {
    Folder old =
        root(
            folder("d", file("a", "old"), file("gone", "old"), symlink("l", "old")),
            folder("gone", file("in", "old")),
            folder("kind", file("in", "old")),
            file("kind2", "old"),
            file("mode", "same"));
    Folder source =
        root(
            folder("d", file("a", "new text".repeat(50_000)), symlink("l", "new")).mode(0700),
            file("kind", "new"),
            folder("kind2", file("in", "new")),
            file("mode", "same").mode(0600),
            folder("new", file("x", "new"), folder("empty")));
    return new Trial("every sort of change", source, Optional.of(old));
  }

  /** A trial for each change of something into something of another kind. */
  private static List<Trial> changesOfKind() {
    TreeSpec file = file("x", "text");
    TreeSpec link = symlink("x", "nowhere");
    TreeSpec empty = folder("x");
    TreeSpec full =
        folder("x", file("inner", "inner text"), folder("full", symlink("link", "inner")));
    return List.of(
        change("file to link", file, link),
        change("file to empty folder", file, empty),
        change("file to full folder", file, full),
        change("link to file", link, file),
        change("link to empty folder", link, empty),
        change("link to full folder", link, full),
        change("empty folder to file", empty, file),
        change("empty folder to link", empty, link),
        change("full folder to file", full, file),
        change("full folder to link", full, link));
  }

  /** A trial for each change of which names are one file. */
  private List<Trial> changesOfHardLinks() {
    TreeSpec one = file("x", "text");
    TreeSpec again = hardLink("y", "x");
    TreeSpec copy = file("y", "text");
    return List.of(
        linksChange("made", root(one), root(one, again, folder("d", hardLink("z", "x")))),
        linksChange("joined", root(one, file("y", "old")), root(one, again)),
        linksChange("joined copies", root(one, copy), root(one, again)),
        linksChange("split", root(one, again), root(one, copy)),
        linksChange("split, metadata too", root(one, again), root(one.mode(0600), copy)),
        linksChange("split, all too", root(one, again), root(one.mode(0600), file("y", "other"))),
        linksChange("content", root(one, again), root(file("x", "other"), again)),
        linksChange("metadata", root(one, again), root(one.mode(0600), again)),
        linksChange("left", root(one, again, file("z", "z")), root(one.mode(0600))),
        linksChange("folder", root(one, folder("y", file("in", "old"))), root(one, again)),
        linksChange("folders", root(folder("x"), folder("y")), root(one, again)),
        linksChange("symlinks", root(one, symlink("y", "x")), root(symlink("x", "z"), again)),
        linksChange(
            "exchanged",
            root(one, again, file("z", "z"), hardLink("zz", "z")),
            root(one, file("y", "z"), hardLink("z", "y"), hardLink("zz", "x"))));
  }

  private Trial linksChange(String title, Folder before, Folder after) {
    return new Trial("hard links " + title, after, Optional.of(before)).on(disk);
  }

  private static Trial change(String title, TreeSpec before, TreeSpec after) {
    Folder old = root(file("a", "kept"), before, file("z", "deleted"));
    Folder source = root(file("a", "kept"), after);
    return new Trial(title, source, Optional.of(old));
  }

  /** One source that changes from run to run. */
  private static final class Life {
    private final long seed;
    private final Roots roots;
    private final RandomMutations mutations;
    private final List<String> changes = new ArrayList<>();
    private MirrorOptions options;

    Life(long seed, Roots roots, boolean unicode) throws IOException {
      this.seed = seed;
      this.roots = roots;
      this.mutations = new RandomMutations(seed, unicode, roots.source());
      this.options = roots.options();
      new RandomTrees(seed, unicode).tree(ENTRIES).writeTo(roots.source());
    }

    Life jobs(int jobs) {
      options = options.withJobs(jobs);
      return this;
    }

    void generations() throws Exception {
      for (int generation = 0; generation < GENERATIONS; generation++) {
        run();
        assertThat(TreeComparer.mirror(roots.source(), roots.replica()))
            .as(this::toString)
            .isEmpty();
        mutate();
      }
    }

    void untouchedSource() throws Exception {
      for (int generation = 0; generation < GENERATIONS; generation++) {
        Snapshot before = Snapshot.of(roots.source());
        run();
        assertThat(TreeComparer.sinceThen(before, roots.source())).as(this::toString).isEmpty();
        mutate();
      }
    }

    void idleSecondRun() throws Exception {
      run();
      mutate();
      run();
      Snapshot before = Snapshot.of(roots.replica());
      Faults counting = Faults.none();
      MirrorReport second = Runs.mirror(roots, counting, MirrorListener.NONE);
      assertThat(second.counts().actions()).as(this::toString).isZero();
      assertThat(counting.writes()).as(this::toString).isEmpty();
      assertThat(TreeComparer.sinceThen(before, roots.replica())).as(this::toString).isEmpty();
    }

    private void run() throws MirrorException {
      MirrorReport report = Runs.mirror(options, MirrorListener.NONE);
      assertThat(report.problems()).as(this::toString).isEmpty();
      assertThat(report.isExact()).as(this::toString).isTrue();
    }

    private void mutate() throws IOException {
      changes.addAll(mutations.apply(MUTATIONS));
      changes.add("RUN");
    }

    @Override
    public String toString() {
      return "seed " + seed + ", changes " + changes;
    }
  }
}
