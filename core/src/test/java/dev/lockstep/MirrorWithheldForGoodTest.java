package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.engine.Engine;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RunRequests;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What waits for a yes goes on waiting, whatever becomes of the source, the replica's size, the
 * process and its state folder.
 */
class MirrorWithheldForGoodTest {
  private static final int MANY = 130;

  @TempDir Path home;

  private Roots roots;
  private Path state;

  @BeforeEach
  void makeTrees() throws Exception {
    roots = Roots.in(home);
    state = home.resolve("state");
    root(file("stays", "text")).writeTo(roots.source());
    fill(roots.source().resolve("above/large"), MANY);
    assertThat(mirror().isExact()).isTrue();
  }

  @Test
  void alsoWhenTheFolderAboveGoes() throws Exception {
    deleteTree(roots.source().resolve("above/large"));
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    fill(roots.source().resolve("more"), 5 * MANY);
    mirror();
    deleteTree(roots.source().resolve("above"));

    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 2);
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 2);
    assertThat(roots.replica().resolve("above/large/7")).exists();
    approve();
    assertThat(mirror().isExact()).isTrue();
    assertThat(approve()).as("nothing is left to be approved").isZero();
  }

  @Test
  void alsoWhenTheFolderComesBackEmpty() throws Exception {
    deleteTree(roots.source().resolve("above/large"));
    mirror();
    fill(roots.source().resolve("more"), 5 * MANY);
    Files.createDirectory(roots.source().resolve("above/large"));

    assertThat(mirror().spared().withheld()).isEqualTo(MANY);
    assertThat(mirror().spared().withheld()).isEqualTo(MANY);
    assertThat(roots.replica().resolve("above/large/7")).exists();
  }

  @Test
  void alsoWhenWhatTookItsPlaceGoesToo() throws Exception {
    deleteTree(roots.source().resolve("above/large"));
    Files.writeString(roots.source().resolve("above/large"), "a file now");
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    fill(roots.source().resolve("more"), 5 * MANY);
    mirror();
    Files.delete(roots.source().resolve("above/large"));

    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    assertThat(roots.replica().resolve("above/large/7")).exists();
  }

  @Test
  void aStoppedRunMakesTheNextNoMilder() throws Exception {
    deleteTree(roots.source().resolve("above/large"));
    fill(roots.source().resolve("more"), 5 * MANY);
    assertThat(stoppedAfter(3 * MANY).cancelled()).isTrue();

    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    assertThat(roots.replica().resolve("above/large/7")).exists();
  }

  @Test
  void aStoppedFirstRunMakesStrangersNoFriends() throws Exception {
    Path other = home.resolve("other");
    fill(other, 50);
    MirrorOptions strangers =
        MirrorOptions.of(roots.source(), other).withStateDirectory(state).withJobs(1);
    assertThat(stoppedAfter(strangers, 20).cancelled()).isTrue();

    MirrorReport report = Runs.mirror(strangers, MirrorListener.NONE);

    assertThat(report.spared().withheld()).isEqualTo(50);
    assertThat(report.spared().reason()).contains("no name in common");
    assertThat(other.resolve("7")).exists();
  }

  @Test
  void aStateFolderThatCannotBeWrittenForgetsNothingWithinAProcess() throws Exception {
    deleteTree(roots.source().resolve("above/large"));
    fill(roots.source().resolve("more"), 5 * MANY);
    Path pair = onlyFolderIn(state.resolve("pairs"));
    Path kept = home.resolve("kept");
    List<Long> withheld = new ArrayList<>();

    every(
        new ArrayDeque<Step>(
            List.of(
                () -> {
                  Files.move(pair, kept);
                  Files.writeString(pair, "no folder");
                },
                () -> {},
                () -> {})),
        withheld);

    assertThat(withheld).hasSize(4).containsOnly(MANY + 1L);
    assertThat(roots.replica().resolve("above/large/7")).exists();
  }

  @Test
  void aListThatCannotBeKeptMakesTheNextProcessNoMilder() throws Exception {
    deleteTree(roots.source().resolve("above/large"));
    fill(roots.source().resolve("more"), 5 * MANY);
    Path inTheWay = onlyFolderIn(state.resolve("pairs")).resolve(withheldName());
    Files.createDirectory(inTheWay);
    Files.createFile(inTheWay.resolve("so that no file can take its place"));
    MirrorReport unkept = mirror();
    deleteTree(inTheWay);

    assertThat(unkept.problems())
        .extracting(Object::toString)
        .anyMatch(problem -> problem.contains("what is withheld cannot be kept"));
    assertThat(unkept.counts().deleted()).isZero();
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
    assertThat(roots.replica().resolve("above/large/7")).exists();
  }

  @Test
  @Tag("full")
  void aFirstRunThatComesToNoDeletionsMakesTheSecondNoMilder() throws Exception {
    Path other = home.resolve("other");
    fill(other.resolve("foreign"), MANY);
    Files.writeString(other.resolve("stays"), "text");
    fill(roots.source().resolve("more"), 5 * MANY);
    List<Long> withheld = new ArrayList<>();
    var failsOnce =
        new FaultyProvider(
            Runs.backend(roots.source()),
            new Roots(roots.source(), other),
            operation -> {
              if (operation.verb() == Operation.Verb.FLUSH && withheld.isEmpty()) {
                throw new FileSystemException(null, null, "input/output error");
              }
            });
    MirrorOptions options = MirrorOptions.of(roots.source(), other).withStateDirectory(state);

    every(failsOnce, options, new ArrayDeque<Step>(List.of(() -> {})), withheld);

    assertThat(withheld).containsExactly(0L, MANY + 1L);
    assertThat(other.resolve("foreign/7")).exists();
  }

  @Test
  void aFirstRunWithoutDeletionsMakesStrangersNoFriends() throws Exception {
    Path other = home.resolve("other");
    fill(other, 50);
    MirrorOptions strangers = MirrorOptions.of(roots.source(), other).withStateDirectory(state);
    Runs.mirror(strangers.withDeletes(false), MirrorListener.NONE);

    MirrorReport report = Runs.mirror(strangers, MirrorListener.NONE);

    assertThat(report.spared().withheld()).isEqualTo(50);
    assertThat(other.resolve("7")).exists();
  }

  @Test
  void whatCannotBeCountedIsNotDeleted() throws Exception {
    deleteTree(roots.source().resolve("above/large"));
    var faults =
        Faults.whenever(at -> at.is(Operation.Side.REPLICA, Operation.Verb.ENTRY, "above/large/0"));
    var failing = new FaultyProvider(Runs.backend(roots.source()), roots, faults);
    MirrorOptions lenient = options().withDeletionLimit(new DeletionLimit.Entries(MANY * 10));

    MirrorReport report = Runs.mirror(failing, lenient, MirrorListener.NONE, new Cancellation());
    faults.assertReached();

    assertThat(report.problems())
        .extracting(Object::toString)
        .containsExactly(
            "above/large: is not deleted, since what it holds cannot be counted; the next run tries again");
    assertThat(report.counts().deleted()).isZero();
    assertThat(approve()).isZero();
    assertThat(mirror().spared().withheld()).isEqualTo(MANY + 1);
  }

  @Test
  void memoryOfTheRootsThatCannotBeReadIsNotTakenForNone() throws Exception {
    Path known = onlyFolderIn(state.resolve("pairs")).resolve("roots");
    Files.delete(known);
    Files.createDirectory(known);

    assertThatThrownBy(this::mirror)
        .isInstanceOf(MirrorException.class)
        .hasMessageContaining("What is known of these roots cannot be read");
  }

  private MirrorReport stoppedAfter(int actions) throws Exception {
    return stoppedAfter(options().withJobs(1), actions);
  }

  private MirrorReport stoppedAfter(MirrorOptions options, int actions) throws Exception {
    var cancellation = new Cancellation();
    var listener =
        new MirrorListener() {
          private int done;

          @Override
          public void action(ActionDone action) {
            if (++done == actions) {
              cancellation.cancel();
            }
          }
        };
    return Runs.mirror(Runs.backend(roots.source()), options, listener, cancellation);
  }

  private void every(Deque<Step> between, List<Long> withheld) throws Exception {
    every(Runs.backend(roots.source()), options(), between, withheld);
  }

  private static void every(
      TreeProvider provider, MirrorOptions options, Deque<Step> between, List<Long> withheld)
      throws Exception {
    var clock =
        new StillClock() {
          @Override
          public boolean await(Duration time, Cancellation token) {
            super.await(time, token);
            Step step = between.poll();
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
          public void runEnded(MirrorReport report) {
            withheld.add(report.spared().withheld());
          }
        };
    Engine.with(List.of(provider), clock)
        .every(Duration.ofHours(2), options, listener, new Cancellation(), new RunRequests());
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

  private long approve() throws Exception {
    return Runs.approve(options(), _ -> {});
  }

  private MirrorOptions options() {
    return roots.options().withStateDirectory(state);
  }

  private MirrorReport mirror() throws Exception {
    return Runs.mirror(options(), MirrorListener.NONE);
  }

  private static void fill(Path folder, int files) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < files; i++) {
      Files.writeString(folder.resolve(Integer.toString(i)), "text");
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The replica's disk is part of the name. */
  private String withheldName() throws Exception {
    RootState replica = Runs.backend(roots.replica()).inspect(roots.replica());
    return PairFolder.nameFor("withheld", replica.fileSystem());
  }

  private static Path onlyFolderIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList().getFirst();
    }
  }
}
