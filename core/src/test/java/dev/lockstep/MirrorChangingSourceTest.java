package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a run makes of trees that change under it. The changes are made by a gate, at the very
 * operation.
 */
class MirrorChangingSourceTest {
  private Roots roots;
  private Path changing;
  private Path copy;
  private int changes;

  @BeforeEach
  void open() throws IOException {
    roots = Roots.inMemory();
    changing = roots.source().resolve("changing");
    copy = roots.replica().resolve("changing");
  }

  @AfterEach
  void close() throws IOException {
    roots.close();
  }

  @Test
  void aFileThatChangesOnceWhileItIsReadIsReadAgain() throws Exception {
    root(file("changing", "first")).writeTo(roots.source());
    MirrorReport report = run(onRead(1, () -> write("other")));
    assertThat(report.isExact()).isTrue();
    assertThat(copy).hasContent("other");
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  @Test
  void aFileThatKeepsChangingIsReportedAndTheOldOneKept() throws Exception {
    root(file("changing", "first"), file("neighbour", "text")).writeTo(roots.source());
    root(file("changing", "old and longer")).writeTo(roots.replica());
    Snapshot before = Snapshot.of(roots.replica());
    var clock = new StillClock();
    Gate gate = onRead(Integer.MAX_VALUE, () -> write("ever" + changes % 10));
    TreeProvider guarded = new FaultyProvider(Runs.backend(roots.source()), roots, gate);
    MirrorReport report =
        Runs.engine(guarded, clock).run(roots.options(), MirrorListener.NONE, new Cancellation());
    assertThat(changes).as("how often it was read").isEqualTo(5);
    assertThat(clock.waits())
        .containsExactly(
            Duration.ofMillis(20),
            Duration.ofMillis(40),
            Duration.ofMillis(80),
            Duration.ofMillis(160));
    assertThat(report.problemCount(Problem.Cause.UNSTABLE)).isEqualTo(1);
    assertThat(report.problemCount()).isEqualTo(1);
    assertThat(report.problems().getFirst().path()).hasToString("changing");
    Snapshot after = Snapshot.of(roots.replica());
    assertThat(after.items()).containsOnlyKeys(".", "changing", "neighbour");
    assertThat(after.items().get("changing")).isEqualTo(before.items().get("changing"));
    assertConverges();
  }

  @Test
  void aLargeFileThatChangesInTheMiddleIsNeverMixed() throws Exception {
    String large = "a".repeat(3_000_000);
    root(file("changing", large)).writeTo(roots.source());
    run(onRead(1, 2, () -> write("b".repeat(3_000_000))));
    assertThat(Files.readString(copy)).isIn(large, "b".repeat(3_000_000));
    assertConverges();
  }

  @Test
  void aFileThatOnlyGrowsIsTakenAsItWasAtItsSecondOpening() throws Exception {
    root(file("changing", "first")).writeTo(roots.source());
    MirrorReport report = run(onRead(Integer.MAX_VALUE, () -> append(" and more")));
    assertThat(report.problems()).isEmpty();
    assertThat(copy).hasContent("first and more");
    assertConverges();
  }

  @Test
  void aFileThatIsWrittenAnewAndLargerIsNotTakenForGrown() throws Exception {
    root(file("changing", "first")).writeTo(roots.source());
    run(onRead(1, () -> write("another and larger")));
    assertThat(Files.readString(copy)).isIn("first", "another and larger");
    assertConverges();
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsReadAgain() throws Exception {
    root(file("changing", "first and much more")).writeTo(roots.source());
    MirrorReport report = run(onRead(1, () -> write("")));
    assertThat(report.isExact()).isTrue();
    assertThat(copy).isEmptyFile();
  }

  @Test
  void aFileThatVanishesBeforeItIsOpenedIsNoTrouble() throws Exception {
    root(file("changing", "first"), file("neighbour", "text")).writeTo(roots.source());
    root(file("changing", "old and longer")).writeTo(roots.replica());
    MirrorReport report = run(onOpening(Verb.OPEN_FILE, () -> Files.delete(changing)));
    assertThat(report.problemCount(Problem.Cause.FAILED)).isZero();
    assertConverges();
  }

  @Test
  void aFileThatBecomesAFolderIsReported() throws Exception {
    root(file("changing", "first")).writeTo(roots.source());
    MirrorReport report =
        run(
            onOpening(
                Verb.OPEN_FILE,
                () -> {
                  Files.delete(changing);
                  Files.createDirectory(changing);
                }));
    assertThat(report.problemCount(Problem.Cause.UNSTABLE)).isEqualTo(1);
    assertConverges();
  }

  @Test
  void aFileThatBecomesALinkIsNotFollowed() throws Exception {
    Path secret = Files.writeString(roots.source().resolveSibling("secret"), "secret");
    root(file("changing", "first!")).writeTo(roots.source());
    MirrorReport report =
        run(
            onOpening(
                Verb.OPEN_FILE,
                () -> {
                  Files.delete(changing);
                  Files.createSymbolicLink(changing, secret);
                }));
    assertThat(report.isExact()).isFalse();
    assertThat(copy).doesNotExist();
    assertConverges();
  }

  @Test
  void aFolderThatBecomesALinkIsNotFollowed() throws Exception {
    Path outside = roots.source().resolveSibling("outside");
    root(file("secret", "text")).writeTo(outside);
    root(folder("changing", file("inner", "text"))).writeTo(roots.source());
    MirrorReport report =
        run(
            onOpening(
                Verb.OPEN_DIRECTORY,
                () -> {
                  Files.move(changing, roots.source().resolveSibling("moved"));
                  Files.createSymbolicLink(changing, outside);
                }));
    assertThat(report.isExact()).isFalse();
    assertThat(copy.resolve("secret")).doesNotExist();
    assertConverges();
  }

  @Test
  void nothingIsWrittenThroughALinkPutInPlaceOfAReplicasFolder() throws Exception {
    Path outside = roots.replica().resolveSibling("outside");
    root(file("inner", "theirs"), file("more", "theirs")).writeTo(outside);
    root(folder("changing", file("inner", "text"), file("new", "text"))).writeTo(roots.source());
    root(folder("changing", file("inner", "old"), file("gone", "old"))).writeTo(roots.replica());
    Snapshot before = Snapshot.of(outside);
    MirrorReport report =
        run(
            once(
                Side.REPLICA,
                Verb.OPEN_DIRECTORY,
                () -> {
                  Files.move(copy, roots.replica().resolveSibling("moved"));
                  Files.createSymbolicLink(copy, outside);
                }));
    assertThat(report.isExact()).isFalse();
    assertThat(TreeComparer.sinceThen(before, outside)).isEmpty();
    assertConverges();
    assertThat(TreeComparer.sinceThen(before, outside)).isEmpty();
  }

  @Test
  void whatComesBackBeforeItsDeletionIsKept() throws Exception {
    root(file("neighbour", "text")).writeTo(roots.source());
    root(file("changing", "old"), file("neighbour", "text")).writeTo(roots.replica());
    MirrorReport report = run(onOpening(Verb.ENTRY, () -> write("back")));
    assertThat(report.counts().deleted()).isZero();
    assertThat(report.problemCount(Problem.Cause.UNSTABLE)).isEqualTo(1);
    assertThat(copy).hasContent("old");
    assertConverges();
  }

  @Test
  void whatIsExchangedInTheReplicaBeforeItsDeletionIsKept() throws Exception {
    root(file("neighbour", "text")).writeTo(roots.source());
    root(folder("changing", file("old", "old")), file("neighbour", "text"))
        .writeTo(roots.replica());
    int[] looks = {0};
    Change exchange =
        () -> {
          changes++;
          Files.move(copy, roots.replica().resolveSibling("moved"));
          root(symlink("theirs", "x")).writeTo(copy);
        };
    MirrorReport report =
        run(operation -> {
          // The first look is the march's, the second that of the deletion.
          if (operation.is(Side.REPLICA, Verb.ENTRY, "changing") && ++looks[0] == 2) {
            exchange.make();
          }
        });
    assertThat(report.counts().deleted()).isZero();
    assertThat(report.problemCount(Problem.Cause.UNSTABLE)).isEqualTo(1);
    assertThat(copy.resolve("theirs")).isSymbolicLink();
  }

  @Test
  void whatIsListedButNotFoundIsKept() throws Exception {
    root(file("changing", "first"), file("neighbour", "text")).writeTo(roots.source());
    root(file("changing", "old and longer")).writeTo(roots.replica());
    MirrorReport report = run(onOpening(Verb.ENTRY, MirrorChangingSourceTest::notFound));
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().getFirst().cause()).isEqualTo(Problem.Cause.UNSTABLE);
    assertThat(report.problems().getFirst())
        .hasToString(
            "changing: is listed in the source, but not found there; the next run tries again");
    assertThat(copy).hasContent("old and longer");
    assertThat(roots.replica().resolve("neighbour")).hasContent("text");
    assertConverges();
  }

  @Test
  void whatIsListedButNotFoundWhenItIsOpenedIsKept() throws Exception {
    root(file("changing", "first"), file("neighbour", "text")).writeTo(roots.source());
    root(file("changing", "old and longer")).writeTo(roots.replica());
    MirrorReport report =
        run(operation -> {
          boolean isOpening = operation.is(Side.SOURCE, Verb.OPEN_FILE, "changing");
          if (isOpening || (changes > 0 && operation.is(Side.SOURCE, Verb.ENTRY, "changing"))) {
            changes++;
            notFound();
          }
        });
    assertThat(report.problemCount(Problem.Cause.UNSTABLE)).isEqualTo(1);
    assertThat(report.problemCount()).isEqualTo(1);
    assertThat(copy).hasContent("old and longer");
    assertConverges();
  }

  @Test
  void whatVanishesIsKeptIfItsFolderCannotBeListedAnew() throws Exception {
    root(file("changing", "first")).writeTo(roots.source());
    root(file("changing", "old and longer")).writeTo(roots.replica());
    MirrorReport report =
        run(operation -> {
          if (operation.is(Side.SOURCE, Verb.OPEN_FILE, "changing") && changes++ == 0) {
            Files.delete(changing);
          }
          if (changes > 0 && operation.verb() == Verb.LIST && operation.side() == Side.SOURCE) {
            throw new IOException("Input/output error");
          }
        });
    assertThat(report.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "changing: was not found, and its folder cannot be listed anew: Input/output error; the"
                + " next run tries again");
    assertThat(copy).hasContent("old and longer");
    assertConverges();
  }

  @Test
  void aFolderThatVanishesWithAllItHoldsWhileItIsMarchedGoes() throws Exception {
    root(
            file("a", "text"),
            folder("changing", file("inner", "new"), folder("deep", file("x", "text"))))
        .writeTo(roots.source());
    root(folder("changing", file("inner", "old"), folder("deep", file("x", "text"))))
        .writeTo(roots.replica());
    MirrorReport report =
        run(operation -> {
          if (operation.is(Side.SOURCE, Verb.ENTRY, "changing/inner") && changes++ == 0) {
            Files.delete(changing.resolve("inner"));
            Files.delete(changing.resolve("deep/x"));
            Files.delete(changing.resolve("deep"));
            Files.delete(changing);
          }
        });
    assertThat(report.problems()).isEmpty();
    assertThat(copy).doesNotExist();
    assertConverges();
  }

  @Test
  void aFolderThatVanishesBeforeItsOwnFoldersAreMarchedGoes() throws Exception {
    root(folder("changing", folder("deep", file("x", "text")), folder("other", file("y", "text"))))
        .writeTo(roots.source());
    root(folder("changing", folder("deep", file("x", "text")), folder("other", file("y", "text"))))
        .writeTo(roots.replica());
    Path away = roots.source().resolveSibling("away");
    MirrorReport report =
        run(operation -> {
          boolean isChild =
              operation.is(Side.SOURCE, Verb.OPEN_DIRECTORY, "changing/deep")
                  || operation.is(Side.SOURCE, Verb.OPEN_DIRECTORY, "changing/other");
          if (isChild && changes++ == 0) {
            Files.move(changing, away);
          }
        });
    assertThat(report.problems()).isEmpty();
    assertThat(copy).doesNotExist();
    assertConverges();
  }

  private static void notFound() throws NoSuchFileException {
    throw new NoSuchFileException("changing");
  }

  /** A change made by a test. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private MirrorReport run(Gate gate) throws Exception {
    MirrorReport report = Runs.mirror(roots, gate, MirrorListener.NONE);
    assertThat(changes).as("changes made").isPositive();
    return report;
  }

  private void assertConverges() throws Exception {
    MirrorReport next = Runs.mirror(roots.options(), MirrorListener.NONE);
    assertThat(next.isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  /** Makes a change before the first reads of the changing file. */
  private Gate onRead(int times, Change change) {
    return onRead(0, times, change);
  }

  /** Makes a change before some reads of the changing file, so many being let pass first. */
  private Gate onRead(int skipped, int times, Change change) {
    int[] reads = {0};
    return operation -> {
      if (operation.is(Side.SOURCE, Verb.READ, "changing") && reads[0]++ >= skipped) {
        if (changes < times) {
          changes++;
          change.make();
        }
      }
    };
  }

  /** Makes a change before the source's changing entry is first opened or looked at. */
  private Gate onOpening(Verb verb, Change change) {
    return once(Side.SOURCE, verb, change);
  }

  private Gate once(Side side, Verb verb, Change change) {
    return operation -> {
      if (changes == 0 && operation.is(side, verb, "changing")) {
        changes++;
        change.make();
      }
    };
  }

  private void write(String text) throws IOException {
    Files.writeString(changing, text);
    Lstat.setModified(changing, TreeSpec.LONG_AGO.plusSeconds(changes));
  }

  private void append(String text) throws IOException {
    Files.writeString(changing, text, StandardOpenOption.APPEND);
    Lstat.setModified(changing, TreeSpec.LONG_AGO.plusSeconds(changes));
  }
}
