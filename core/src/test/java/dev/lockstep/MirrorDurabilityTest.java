package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.NoSpaceException;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When what was written is flushed, and what follows where that fails. */
class MirrorDurabilityTest {
  private Roots roots;

  @BeforeEach
  void open() throws IOException {
    roots = Roots.inMemory();
  }

  @AfterEach
  void close() throws IOException {
    roots.close();
  }

  @Test
  void replacementsAreFlushedTogetherBeforeAnyOfThemShows() throws Exception {
    root(file("a", "new a"), folder("d", file("b", "new b"), file("c", "new c")))
        .writeTo(roots.source());
    root(file("a", "old a"), folder("d", file("b", "old b"), file("c", "old c")))
        .writeTo(roots.replica());

    List<Verb> verbs = verbs(Durability.SAFE);

    int flush = verbs.indexOf(Verb.FLUSH);
    assertThat(verbs.subList(0, flush)).contains(Verb.WRITE).doesNotContain(Verb.COMMIT);
    assertThat(verbs.subList(flush, verbs.size()))
        .containsSubsequence(Verb.COMMIT, Verb.COMMIT, Verb.COMMIT, Verb.FLUSH)
        .doesNotContain(Verb.WRITE)
        .endsWith(Verb.FLUSH);
    assertThat(verbs).filteredOn(Verb.FLUSH::equals).hasSize(2);
  }

  @Test
  void aFolderIsEmptiedWhenTheFileThatTakesItsPlaceIsOnTheDisk() throws Exception {
    root(file("a", "new a")).writeTo(roots.source());
    root(folder("a", file("b", "old b"))).writeTo(roots.replica());

    assertThat(verbs(Durability.SAFE))
        .containsSubsequence(Verb.WRITE, Verb.FLUSH, Verb.REMOVE, Verb.COMMIT_DISPLACING);
  }

  @Test
  void newFilesAreFlushedOnceAtTheEnd() throws Exception {
    root(file("a", "a"), folder("d", file("b", "b"))).writeTo(roots.source());

    List<Verb> verbs = verbs(Durability.SAFE);

    assertThat(verbs).filteredOn(Verb.FLUSH::equals).hasSize(1);
    assertThat(verbs).endsWith(Verb.FLUSH);
  }

  @Test
  void strictFlushesNewFilesBeforeTheyShow() throws Exception {
    root(file("a", "a"), folder("d", file("b", "b"))).writeTo(roots.source());

    List<Verb> verbs = verbs(Durability.STRICT);

    int flush = verbs.indexOf(Verb.FLUSH);
    assertThat(verbs.subList(0, flush)).filteredOn(Verb.WRITE::equals).hasSize(2);
    assertThat(verbs.subList(0, flush)).filteredOn(Verb.COMMIT::equals).hasSize(1);
    assertThat(verbs.subList(flush, verbs.size())).filteredOn(Verb.COMMIT::equals).hasSize(2);
  }

  @Test
  void deletionsComeAfterAFlushAndBeforeAnother() throws Exception {
    root(file("a", "a")).writeTo(roots.source());
    root(file("b", "b")).writeTo(roots.replica());

    assertThat(verbs(Durability.SAFE))
        .containsSubsequence(Verb.COMMIT, Verb.FLUSH, Verb.REMOVE, Verb.FLUSH);
  }

  @Test
  void whatIsNotWrittenIsNotFlushed() throws Exception {
    root(file("a", "a")).writeTo(roots.source());
    root(file("a", "a")).writeTo(roots.replica());

    assertThat(verbs(Durability.SAFE)).isEmpty();
  }

  @Test
  void noneFlushesNothing() throws Exception {
    root(file("a", "new"), file("b", "b")).writeTo(roots.source());
    root(file("a", "old"), file("c", "c")).writeTo(roots.replica());

    assertThat(verbs(Durability.NONE)).isNotEmpty().doesNotContain(Verb.FLUSH, Verb.PREPARE_FLUSH);
  }

  @Test
  void whatAFailedFlushCoveredIsWrittenAgain() throws Exception {
    root(file("a", "new"), file("b", "b")).writeTo(roots.source());
    root(file("a", "old"), file("c", "c")).writeTo(roots.replica());
    var gate = new FailingFlushes(1);

    MirrorReport report = mirror(gate);

    assertThat(gate.count(Verb.STAGE_FILE, "a")).isEqualTo(2);
    assertThat(gate.count(Verb.STAGE_FILE, "b")).isEqualTo(2);
    assertThat(report.isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  /** After 64 MiB the disk begins while the march goes on; the first time it fails here. */
  @Test
  void whatAFailedFlushDuringTheMarchCoveredIsWrittenAgain() throws Exception {
    root().writeTo(roots.source());
    root().writeTo(roots.replica());
    byte[] content = new byte[256 * 1024];
    for (int i = 0; i < 280; i++) {
      Files.write(roots.source().resolve("f%03d".formatted(i)), content);
    }
    var flushed = new CountDownLatch(1);
    var failing = new FailingFlushes(1);
    Gate gate =
        operation -> {
          if (operation.verb() == Verb.FLUSH) {
            flushed.countDown();
          }
          if (operation.is(Side.SOURCE, Verb.OPEN_FILE, "f279")) {
            await(flushed);
          }
          failing.before(operation);
        };

    MirrorReport report = mirror(gate);

    assertThat(report.isExact()).isTrue();
    assertThat(failing.count(Verb.STAGE_FILE, "f000")).isEqualTo(2);
    assertThat(failing.count(Verb.FLUSH)).isGreaterThanOrEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, SECONDS)).as("flushed during the march").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whereTheDiskGoesOnFailingOldVersionsStayAndNothingIsDeleted() throws Exception {
    root(file("a", "new"), file("b", "b")).writeTo(roots.source());
    root(file("a", "old"), file("c", "c")).writeTo(roots.replica());

    MirrorReport report = mirror(new FailingFlushes(Integer.MAX_VALUE));

    assertThat(report.isExact()).isFalse();
    assertThat(report.problems())
        .extracting(Problem::toString)
        .anyMatch(problem -> problem.startsWith("a: could not be written to the disk"))
        .anyMatch(problem -> problem.contains("nothing is deleted"));
    assertThat(roots.replica().resolve("a")).hasContent("old");
    assertThat(roots.replica().resolve("c")).exists();
    assertThat(roots.replica()).isDirectoryNotContaining("glob:**.lockstep-*");

    assertThat(mirror(Gate.OPEN).isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  @Test
  void theNextProcessWritesAgainWhatTheLastOneLeftInDoubt(@TempDir Path state) throws Exception {
    root(file("a", "text"), file("b", "text")).writeTo(roots.source());
    var options = roots.options().withStateDirectory(state);
    MirrorReport failed = mirror(options, new FailingFlushes(Integer.MAX_VALUE));
    var counting = new FailingFlushes(0);

    MirrorReport next = mirror(options, counting);

    assertThat(failed.isExact()).isFalse();
    assertThat(next.isExact()).isTrue();
    assertThat(counting.count(Verb.STAGE_FILE, "a")).isEqualTo(1);
    assertThat(counting.count(Verb.STAGE_FILE, "b")).isEqualTo(1);
    assertThat(mirror(options, new FailingFlushes(0)).counts().actions()).isZero();
  }

  @Test
  void whatARunWroteThatDiedIsFlushedByTheNext(@TempDir Path state) throws Exception {
    root(file("a", "text"), file("b", "text")).writeTo(roots.source());
    var options = roots.options().withStateDirectory(state).withIndex(false);
    Gate dying =
        operation -> {
          if (operation.verb() == Verb.FLUSH) {
            throw new IllegalStateException("the process dies");
          }
        };
    var next = new FailingFlushes(0);
    var afterThat = new FailingFlushes(0);

    assertThatThrownBy(() -> mirror(options, dying)).hasMessage("the process dies");

    assertThat(mirror(options, next).counts().actions()).isZero();
    assertThat(mirror(options, afterThat).isExact()).isTrue();
    assertThat(next.count(Verb.FLUSH)).isEqualTo(1);
    assertThat(afterThat.count(Verb.FLUSH)).isZero();
  }

  @Test
  void whatIsInDoubtAndGoneByNowIsNotWaitedFor(@TempDir Path state) throws Exception {
    root(folder("d", file("a", "text")), file("b", "text"), file("c", "text"))
        .writeTo(roots.source());
    var options = roots.options().withStateDirectory(state);
    assertThat(mirror(options, new FailingFlushes(Integer.MAX_VALUE)).isExact()).isFalse();
    Files.delete(roots.source().resolve("d/a"));
    Files.delete(roots.source().resolve("d"));
    Files.delete(roots.source().resolve("b"));
    Path linked = roots.source().resolve("b");
    Files.createSymbolicLink(linked, linked.getFileSystem().getPath("c"));

    MirrorReport next = mirror(options, new FailingFlushes(0));

    assertThat(next.problems()).isEmpty();
    assertThat(next.isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  @Test
  void namesOfOneFileThatAreInDoubtAreWrittenAgainAsOne(@TempDir Path home) throws Exception {
    Roots onDisk = Roots.in(home);
    root(file("a", "text"), hardLink("b", "a"), hardLink("c", "a")).writeTo(onDisk.source());
    var options = onDisk.options().withStateDirectory(home.resolve("state"));
    MirrorReport failed = mirror(onDisk, options, new FailingFlushes(1));
    var counting = new FailingFlushes(0);

    MirrorReport next = mirror(onDisk, options, counting);

    assertThat(failed.isExact()).isFalse();
    assertThat(next.isExact()).isTrue();
    assertThat(counting.count(Verb.STAGE_FILE)).isEqualTo(1);
    assertThat(counting.count(Verb.STAGE_LINK)).isEqualTo(2);
    assertThat(TreeComparer.mirror(onDisk.source(), onDisk.replica())).isEmpty();
    assertThat(mirror(onDisk, options, new FailingFlushes(0)).counts().actions()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"SAFE", "STRICT"})
  void whatTakesThePlaceOfAnotherKindIsOnTheDiskBefore(Durability durability) throws Exception {
    root(file("was-folder", "new"), folder("was-file", file("inside", "new")))
        .writeTo(roots.source());
    root(folder("was-folder", file("inside", "old")), file("was-file", "old"))
        .writeTo(roots.replica());

    List<Verb> verbs = verbs(durability);

    for (int i = 0; i < verbs.size(); i++) {
      if (verbs.get(i) == Verb.COMMIT_DISPLACING) {
        List<Verb> before = verbs.subList(0, i);
        assertThat(before.lastIndexOf(Verb.FLUSH)).isGreaterThan(before.lastIndexOf(Verb.WRITE));
      }
    }
    assertThat(verbs).filteredOn(Verb.COMMIT_DISPLACING::equals).isNotEmpty();
    assertThat(verbs.indexOf(Verb.WRITE)).isLessThan(verbs.indexOf(Verb.COMMIT_DISPLACING));
  }

  @Test
  void whatDoesNotFitForAQuotaIsToldWithoutWhatIsFree() throws Exception {
    root(file("a", "new"), file("b", "b")).writeTo(roots.source());
    root(file("a", "old")).writeTo(roots.replica());

    MirrorReport report =
        mirror(operation -> {
          if (operation.is(Operation.Side.REPLICA, Verb.WRITE, "a")) {
            throw NoSpaceException.ofQuota("a");
          }
        });

    assertThat(report.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "a: does not fit: it needs 3 bytes and the disk quota is used up; its old version of 3 bytes is kept; make room in the replica");
    assertThat(roots.replica().resolve("a")).hasContent("old");
    assertThat(roots.replica().resolve("b")).hasContent("b");
  }

  @Test
  void whatDidNotFitIsNamedAlsoWhereTheDiskFails() throws Exception {
    root(file("a", "new"), file("b", "b")).writeTo(roots.source());
    root(file("a", "old")).writeTo(roots.replica());

    MirrorReport report =
        mirror(operation -> {
          if (operation.is(Operation.Side.REPLICA, Verb.WRITE, "a")) {
            throw NoSpaceException.ofDisk("a");
          }
          if (operation.verb() == Verb.FLUSH) {
            throw new FileSystemException(null, null, "input/output error");
          }
        });

    assertThat(report.problems())
        .extracting(Problem::toString)
        .anyMatch(problem -> problem.startsWith("a: does not fit"));
  }

  private MirrorReport mirror(MirrorOptions options, Gate gate) throws Exception {
    return mirror(roots, options, gate);
  }

  private static MirrorReport mirror(Roots roots, MirrorOptions options, Gate gate)
      throws Exception {
    var provider = new FaultyProvider(Runs.backend(roots.source()), roots, gate);
    return Runs.mirror(provider, options, MirrorListener.NONE, new Cancellation());
  }

  private MirrorReport mirror(Gate gate) throws Exception {
    return Runs.mirror(roots, gate, MirrorListener.NONE);
  }

  /** What a run of one worker changes, in order. */
  private List<Verb> verbs(Durability durability) throws Exception {
    Faults all = Faults.none();
    var provider = new FaultyProvider(Runs.backend(roots.source()), roots, all);
    var options = roots.options().withJobs(1).withDurability(durability);
    Runs.mirror(provider, options, MirrorListener.NONE, new Cancellation());
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    return all.writes().stream().map(Operation::verb).toList();
  }

  /** Lets the first flushes fail. */
  private static final class FailingFlushes implements Gate {
    private final int failing;
    private final List<Operation> passed = new ArrayList<>();

    FailingFlushes(int failing) {
      this.failing = failing;
    }

    @Override
    public synchronized void before(Operation operation) throws IOException {
      passed.add(operation);
      if (operation.verb() == Verb.FLUSH
          && passed.stream().filter(each -> each.verb() == Verb.FLUSH).count() <= failing) {
        throw new FileSystemException(null, null, "input/output error");
      }
    }

    synchronized long count(Verb verb) {
      return passed.stream().filter(operation -> operation.verb() == verb).count();
    }

    synchronized long count(Verb verb, String path) {
      return passed.stream()
          .filter(operation -> operation.is(Operation.Side.REPLICA, verb, path))
          .count();
    }
  }
}
