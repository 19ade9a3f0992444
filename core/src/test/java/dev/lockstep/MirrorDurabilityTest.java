package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private MirrorReport mirror(MirrorOptions options, Gate gate) throws Exception {
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

    synchronized long count(Verb verb, String path) {
      return passed.stream()
          .filter(operation -> operation.is(Operation.Side.REPLICA, verb, path))
          .count();
    }
  }
}
