package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.engine.Engine;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RunRequests;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletions that are too many to be carried out without a yes. */
class MirrorWithholdingTest {
  private static final int MANY = 130;

  @TempDir Path home;

  private Roots roots;
  private Path state;

  @BeforeEach
  void makeTrees() throws Exception {
    roots = Roots.in(home);
    state = home.resolve("state");
    root(file("stays", "text")).writeTo(roots.source());
    fill(roots.source().resolve("large"), MANY);
    assertThat(mirror().isExact()).isTrue();
  }

  @Test
  void anEmptiedSourceEmptiesNothing() throws Exception {
    deleteAll(roots.source().resolve("large"));
    Files.delete(roots.source().resolve("stays"));
    Files.writeString(roots.source().resolve("new"), "text");

    MirrorReport report = mirror();

    assertThat(report.isExact()).isFalse();
    assertThat(report.problemCount()).isZero();
    assertThat(report.counts().deleted()).isZero();
    assertThat(report.spared().withheld()).isEqualTo(MANY + 2);
    assertThat(roots.replica().resolve("large/7")).exists();
    assertThat(roots.replica().resolve("new")).exists();
  }

  @Test
  void whatWasWithheldStaysSoWhateverShareItIs() throws Exception {
    fill(roots.source().resolve("renamed"), MANY);
    deleteAll(roots.source().resolve("large"));
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    fill(roots.source().resolve("more"), 2 * MANY);
    mirror();
    Files.delete(roots.source().resolve("stays"));

    MirrorReport report = mirror();

    assertThat(report.spared().withheld()).isEqualTo(MANY + 1);
    assertThat(report.counts().deleted()).isEqualTo(1);
    assertThat(roots.replica().resolve("large/7")).exists();
    assertThat(roots.replica().resolve("renamed/7")).exists();
  }

  @Test
  void approvingLetsExactlyWhatWasShownThrough() throws Exception {
    fill(roots.source().resolve("other"), MANY);
    mirror();
    deleteAll(roots.source().resolve("large"));
    deleteAll(roots.source().resolve("other"));
    mirror();
    List<WithheldDeletion> shown = new ArrayList<>();

    assertThat(Runs.approve(options(), shown::add)).isEqualTo(2 * MANY + 2);
    Files.writeString(roots.replica().resolve("other/after-the-showing"), "text");
    MirrorReport report = mirror();

    assertThat(shown).extracting(each -> each.path().toString()).containsExactly("large", "other");
    assertThat(report.counts().deleted()).isEqualTo(MANY + 1);
    assertThat(report.spared().withheld()).isEqualTo(MANY + 2);
    assertThat(roots.replica().resolve("large")).doesNotExist();
    assertThat(roots.replica().resolve("other/7")).exists();
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 2);
  }

  @Test
  void withoutAYesNothingIsApproved() throws Exception {
    deleteAll(roots.source().resolve("large"));
    mirror();

    assertThat(Mirror.of(options()).approve(_ -> {}, () -> false)).isZero();
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
  }

  @Test
  void whatCameBackIsWithheldNoMore() throws Exception {
    deleteAll(roots.source().resolve("large"));
    mirror();
    fill(roots.source().resolve("large"), MANY);

    assertThat(mirror().isExact()).isTrue();
    assertThat(Runs.approve(options(), _ -> {})).isZero();
  }

  @Test
  void whatCannotBeListedForOnceStaysWithheld() throws Exception {
    Path below = roots.source().resolve("below");
    Files.createDirectory(below);
    Files.move(roots.source().resolve("large"), below.resolve("large"));
    Runs.mirror(options().withDeletionLimit(DeletionLimit.NO_LIMIT), MirrorListener.NONE);
    deleteAll(below.resolve("large"));
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    var faults = Faults.whenever(at -> at.is(Operation.Side.SOURCE, Operation.Verb.LIST, "below"));
    var failing = new FaultyProvider(Runs.backend(roots.source()), roots, faults);
    MirrorReport unlisted =
        Runs.mirror(failing, options(), MirrorListener.NONE, new Cancellation());
    fill(roots.source().resolve("more"), 4 * MANY);

    assertThat(unlisted.problemCount()).isEqualTo(1);
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    assertThat(roots.replica().resolve("below/large/7")).exists();
  }

  @Test
  void anApprovalOutlivesARunThatDies() throws Exception {
    deleteAll(roots.source().resolve("large"));
    mirror();
    Runs.approve(options(), _ -> {});
    var dying =
        new FaultyProvider(
            Runs.backend(roots.source()),
            roots,
            operation -> {
              if (operation.verb() == Operation.Verb.REMOVE) {
                throw new IllegalStateException("the process dies");
              }
            });
    try {
      Runs.mirror(dying, options(), MirrorListener.NONE, new Cancellation());
    } catch (IllegalStateException e) {
      assertThat(roots.replica().resolve("large/7")).exists();
    }

    assertThat(mirror().isExact()).isTrue();
    assertThat(roots.replica().resolve("large")).doesNotExist();
  }

  @Test
  void aFolderInTheWayIsWithheldTooAndStaysWithAllItHolds() throws Exception {
    deleteAll(roots.source().resolve("large"));
    Files.writeString(roots.source().resolve("large"), "now a file");

    MirrorReport report = mirror();

    assertThat(report.problemCount()).isZero();
    assertThat(report.spared().withheld()).isEqualTo(MANY + 1);
    assertThat(roots.replica().resolve("large/7")).exists();
    Runs.approve(options(), _ -> {});
    assertThat(mirror().isExact()).isTrue();
    assertThat(roots.replica().resolve("large")).hasContent("now a file");
  }

  @Test
  void smallDeletionsAreNeverAskedFor() throws Exception {
    deleteAll(roots.source().resolve("large"));
    fill(roots.source().resolve("large"), MANY - 99);

    assertThat(mirror().isExact()).isTrue();
  }

  @Test
  void theLimitCanBeChosen() throws Exception {
    Files.delete(roots.source().resolve("stays"));
    MirrorReport none = run(options().withDeletionLimit(new DeletionLimit.Entries(0)));
    assertThat(none.spared().withheld()).isEqualTo(1);
    Runs.approve(options(), _ -> {});
    deleteAll(roots.source().resolve("large"));

    MirrorReport all = run(options().withDeletionLimit(DeletionLimit.NO_LIMIT));

    assertThat(all.isExact()).isTrue();
    assertThat(roots.replica()).isEmptyDirectory();
  }

  @Test
  void noDeleteKeepsAndCounts() throws Exception {
    deleteAll(roots.source().resolve("large"));
    Path leftover = roots.replica().resolve(".lockstep-0123456789abcdef");
    Files.writeString(leftover, "litter");

    MirrorReport report = run(options().withDeletes(false));

    assertThat(report.isExact()).isTrue();
    assertThat(report.spared().kept()).isEqualTo(MANY + 1);
    assertThat(roots.replica().resolve("large/7")).exists();
    assertThat(leftover).doesNotExist();
  }

  @Test
  void noDeleteKeepsWhatWasApprovedToo() throws Exception {
    deleteAll(roots.source().resolve("large"));
    mirror();
    Runs.approve(options(), _ -> {});

    MirrorReport report = run(options().withDeletes(false));

    assertThat(report.isExact()).isTrue();
    assertThat(report.spared().kept()).isEqualTo(MANY + 1);
    assertThat(report.spared().withheld()).isZero();
    assertThat(roots.replica().resolve("large/7")).exists();
    assertThat(mirror().isExact()).isTrue();
    assertThat(roots.replica().resolve("large")).doesNotExist();
  }

  @Test
  void withoutALimitNothingStaysWithheld() throws Exception {
    deleteAll(roots.source().resolve("large"));
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);

    assertThat(run(options().withDeletionLimit(DeletionLimit.NO_LIMIT)).isExact()).isTrue();

    assertThat(roots.replica().resolve("large")).doesNotExist();
    assertThat(Runs.approve(options(), _ -> {})).isZero();
  }

  @Test
  void foldersThatHaveNothingInCommonAreNotEmptiedTheFirstTime() throws Exception {
    Path other = home.resolve("other");
    fill(other, 12);
    Files.delete(roots.source().resolve("stays"));
    var wrong = MirrorOptions.of(roots.source(), other).withStateDirectory(state);

    MirrorReport report = run(wrong);

    assertThat(report.spared().withheld()).isEqualTo(12);
    assertThat(report.spared().reason()).contains("no name in common");
    assertThat(run(wrong).spared().withheld()).isEqualTo(12);
  }

  @Test
  void aDryRunTellsTheSameAndChangesNothing() throws Exception {
    deleteAll(roots.source().resolve("large"));
    mirror();
    Runs.approve(options(), _ -> {});

    MirrorReport dry = run(options().withDryRun(true));

    assertThat(dry.spared().withheld()).isZero();
    assertThat(dry.counts().deleted()).isEqualTo(MANY + 1);
    assertThat(mirror().isExact()).isTrue();
  }

  @Test
  void slicesAreSummedOverAnHour() throws Exception {
    Deque<Step> steps = new ArrayDeque<>();
    for (int slice = 0; slice < 4; slice++) {
      int from = slice * 30;
      steps.add(() -> delete(roots.source().resolve("large"), from, from + 30));
    }
    List<Long> withheld = reportsOf(Duration.ofMinutes(10), steps);

    // 30, 60 and 90 are few; 120 are more than 100 of 132.
    assertThat(withheld).containsExactly(0L, 0L, 0L, 0L, 30L);
  }

  @Test
  void slicesAreSummedForAnyShare() throws Exception {
    Deque<Step> steps = new ArrayDeque<>();
    steps.add(() -> delete(roots.source().resolve("large"), 0, 75));
    steps.add(() -> delete(roots.source().resolve("large"), 75, 100));

    // 75 of 132 are less than 60 %; 100 are more.
    assertThat(reportsOf(options().withDeletionLimit(new DeletionLimit.Share(60)), steps))
        .containsExactly(0L, 0L, 25L);
  }

  @Test
  void slicesFarApartAreNot() throws Exception {
    Deque<Step> steps = new ArrayDeque<>();
    for (int slice = 0; slice < 4; slice++) {
      int from = slice * 30;
      steps.add(() -> delete(roots.source().resolve("large"), from, from + 30));
    }
    List<Long> withheld = reportsOf(Duration.ofMinutes(40), steps);

    assertThat(withheld).containsOnly(0L).hasSize(5);
  }

  @Test
  void inAnIntervalTheListIsToldAgainOnlyWhenItChanges() throws Exception {
    Deque<Step> steps = new ArrayDeque<>();
    steps.add(() -> deleteAll(roots.source().resolve("large")));
    steps.add(() -> {});
    steps.add(() -> Files.delete(roots.source().resolve("stays")));
    steps.add(() -> {});
    steps.add(() -> Runs.approve(options(), _ -> {}));
    List<WithheldDeletion> told = new ArrayList<>();
    List<MirrorReport> reports = new ArrayList<>();

    every(Duration.ofMinutes(1), options(), steps, told, reports);

    assertThat(told)
        .extracting(each -> each.path().toString())
        .containsExactly("large", "large", "stays");
    assertThat(reports)
        .extracting(report -> report.spared().withheld())
        .containsExactly(0L, MANY + 1L, MANY + 1L, MANY + 2L, MANY + 2L, 0L);
    assertThat(reports)
        .extracting(report -> report.spared().isNews())
        .containsExactly(false, true, false, true, false, false);
    assertThat(roots.replica()).isEmptyDirectory();
  }

  @Test
  void nothingIsDeletedOnAnyTreeWhereTheLimitIsPassed() throws Exception {
    var random = new Random(17);
    for (int i = 0; i < 20; i++) {
      Path source = home.resolve("random" + i);
      Path replica = home.resolve("random" + i + "-replica");
      fill(replica.resolve("gone"), random.nextInt(40));
      fill(source.resolve("both"), 5);
      fill(replica.resolve("both"), 5 + random.nextInt(20));
      long only = count(replica.resolve("gone")) + 1 + count(replica.resolve("both")) - 5;
      int most = random.nextInt(70);
      var options =
          MirrorOptions.of(source, replica)
              .withStateDirectory(state)
              .withDeletionLimit(new DeletionLimit.Entries(most));

      MirrorReport report = run(options);

      assertThat(report.spared().withheld()).isEqualTo(only > most ? only : 0);
      assertThat(report.counts().deleted()).isEqualTo(only > most ? 0 : only);
      Runs.approve(options, _ -> {});
      assertThat(run(options).isExact()).isTrue();
      assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    }
  }

  private List<Long> reportsOf(Duration interval, Deque<Step> steps) throws Exception {
    return reportsOf(interval, options(), steps);
  }

  private List<Long> reportsOf(MirrorOptions options, Deque<Step> steps) throws Exception {
    return reportsOf(Duration.ofMinutes(10), options, steps);
  }

  private List<Long> reportsOf(Duration interval, MirrorOptions options, Deque<Step> steps)
      throws Exception {
    List<MirrorReport> reports = new ArrayList<>();
    every(interval, options, steps, new ArrayList<>(), reports);
    return reports.stream().map(report -> report.spared().withheld()).toList();
  }

  private void every(
      Duration interval,
      MirrorOptions options,
      Deque<Step> steps,
      List<WithheldDeletion> told,
      List<MirrorReport> reports)
      throws Exception {
    var cancellation = new Cancellation();
    var clock =
        new StillClock() {
          @Override
          public boolean await(Duration time, Cancellation token) {
            super.await(time, token);
            Step step = steps.poll();
            if (step == null) {
              token.cancel();
            } else {
              take(step);
            }
            return token.isCancelled();
          }
        };
    var listener =
        new MirrorListener() {
          @Override
          public void withheld(WithheldDeletion deletion) {
            told.add(deletion);
          }

          @Override
          public void runEnded(MirrorReport report) {
            reports.add(report);
          }
        };
    Engine.with(List.of(Runs.backend(roots.source())), clock)
        .every(interval, options, listener, cancellation, new RunRequests());
  }

  /** What happens between two runs. */
  @FunctionalInterface
  private interface Step {
    void take() throws Exception;
  }

  private static void take(Step step) {
    try {
      step.take();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private MirrorOptions options() {
    return roots.options().withStateDirectory(state);
  }

  private MirrorReport mirror() throws Exception {
    return run(options());
  }

  private static MirrorReport run(MirrorOptions options) throws Exception {
    return Runs.mirror(options, MirrorListener.NONE);
  }

  private static void fill(Path folder, int files) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < files; i++) {
      Files.writeString(folder.resolve(Integer.toString(i)), "text");
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static void delete(Path folder, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.delete(folder.resolve(Integer.toString(i)));
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    delete(folder, 0, (int) count(folder));
    Files.delete(folder);
  }
}
