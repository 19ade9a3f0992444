package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.Check;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Repair;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Finding.Sort;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Rot;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What verifying tells apart, what it leaves alone, and what it repairs. */
class MirrorVerifyTest {
  /** Entries of the source, and bytes of their content, each name counted. */
  private static final int ENTRIES = 8;

  private static final long BYTES = 35;

  @TempDir Path home;

  private Roots roots;
  private Path state;
  private final Rot rot = new Rot();
  private final Recorder heard = new Recorder();
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void makeTrees() throws Exception {
    roots = Roots.in(home);
    state = home.resolve("state");
    root(
            file("a", "text of a"),
            folder("deep", folder("er", file("b", "text of b"), file("c", "text of c"))),
            file("linked", "text"),
            hardLink("linked too", "linked"),
            symlink("link", "a"))
        .writeTo(roots.source());
    assertThat(mirror(Gate.OPEN).isExact()).isTrue();
  }

  @Test
  void equalSidesAreReadWholeAndToldAsEqual() throws Exception {
    VerifyReport report = verify();

    assertThat(told).isEmpty();
    assertThat(report.isEqual()).isTrue();
    assertThat(report.counts()).isEqualTo(new VerifyReport.Counts(ENTRIES, BYTES, BYTES, 0));
  }

  @Test
  void rotIsToldByTheSideThatHasIt() throws Exception {
    rot.in(Side.REPLICA, "a")
        .in(Side.SOURCE, "deep/er/b")
        .in(Side.SOURCE, "deep/er/c")
        .in(Side.REPLICA, "deep/er/c");

    VerifyReport report = verify();

    assertThat(told)
        .containsExactlyInAnyOrder(
            "a replica-rotted (content)",
            "deep/er/b source-rotted (content)",
            "deep/er/c both-rotted ()");
    assertThat(report.rotLeft()).isEqualTo(3);
    assertThat(report.left(Sort.SOURCE_ROTTED)).isEqualTo(1);
    assertThat(report.findings()).hasSize(3);
    assertThat(report.isEqual()).isFalse();
  }

  @Test
  void changesThatTheStampTellsAreNoRot() throws Exception {
    rewrite(roots.source().resolve("a"), "text of A");
    rewrite(roots.replica().resolve("deep/er/b"), "text of B");
    rewrite(roots.source().resolve("deep/er/c"), "text of C");
    rewrite(roots.replica().resolve("deep/er/c"), "text of D");

    VerifyReport report = verify();

    assertThat(told)
        .containsExactlyInAnyOrder(
            "a source-changed (content)",
            "deep/er/b replica-changed (content)",
            "deep/er/c both-changed (content)");
    assertThat(report.rotLeft()).isZero();
  }

  @Test
  void withoutProofsADifferenceIsNobodysFault() throws Exception {
    rot.in(Side.REPLICA, "a");

    verify(options().withIndex(false), Repair.NOTHING, rot);
    assertThat(told).containsExactly("a content (content)");
    verify(roots.options(), Repair.NOTHING, rot);
    assertThat(told).containsExactly("a content (content)");
  }

  @Test
  void proofsOfAnotherAlgorithmDoNotCountWhichIsSaid() throws Exception {
    rot.in(Side.REPLICA, "a");

    verify(options().withCheck(Check.SHA256), Repair.NOTHING, rot);

    assertThat(told).containsExactly("a content (content)");
    assertThat(heard.notes()).anyMatch(note -> note.contains("give --check md5"));
  }

  @Test
  void whatOneSideLacksIsToldOnceForAWholeFolder() throws Exception {
    root(folder("new", folder("in", file("it", "1")))).writeTo(roots.source());
    root(folder("old", folder("in", file("it", "1")))).writeTo(roots.replica());
    Files.delete(roots.replica().resolve("a"));
    Files.delete(roots.replica().resolve("link"));
    Files.createDirectory(roots.replica().resolve("link"));

    verify();

    assertThat(told)
        .contains("new missing ()", "old extra ()", "a missing ()", "link kind (kind)")
        .noneMatch(line -> line.contains("/"));
  }

  @Test
  void whatARunHasStagedIsNoDifference() throws Exception {
    FileTime time = Files.getLastModifiedTime(roots.replica());
    Files.writeString(roots.replica().resolve(".lockstep-0123456789abcdef"), "half of ");
    Files.setLastModifiedTime(roots.replica(), time);

    assertThat(verify().isEqual()).isTrue();
    assertThat(told).isEmpty();
    assertThat(heard.notes()).anyMatch(note -> note.startsWith(".lockstep-0123456789abcdef is "));
  }

  @Test
  void metadataIsToldByItsAspects() throws Exception {
    Files.setPosixFilePermissions(
        roots.replica().resolve("a"), PosixFilePermissions.fromString("r-x------"));
    FileTime old = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));
    Files.setLastModifiedTime(roots.replica().resolve("deep/er"), old);
    Files.setLastModifiedTime(roots.replica(), old);

    verify();

    assertThat(told)
        .containsExactlyInAnyOrder(
            ". metadata (times)", "a metadata (mode)", "deep/er metadata (times)");
  }

  @Test
  void namesThatAreOneFileOnOneSideOnlyAreTold() throws Exception {
    Path apart = roots.replica().resolve("linked too");
    FileTime time = Files.getLastModifiedTime(apart);
    FileTime ofFolder = Files.getLastModifiedTime(roots.replica());
    Files.delete(apart);
    Files.copy(roots.replica().resolve("linked"), apart);
    Files.setLastModifiedTime(apart, time);
    Files.setLastModifiedTime(roots.replica(), ofFolder);

    verify();

    assertThat(told).containsExactly("linked too metadata (links)");
  }

  @Test
  void anotherTargetOfALinkIsADifference() throws Exception {
    Files.delete(roots.source().resolve("link"));
    Files.createSymbolicLink(roots.source().resolve("link"), Path.of("b"));

    verify();

    assertThat(told).anyMatch(line -> line.startsWith("link source-changed (content"));
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void whatCannotBeReadIsAProblem(Side side) throws Exception {
    Faults faults = Faults.whenever(operation -> operation.is(side, Verb.READ, "deep/er/b"));

    VerifyReport report = verify(options(), Repair.NOTHING, faults);

    faults.assertReached();
    assertThat(told).isEmpty();
    assertThat(report.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).hasToString("deep/er/b");
          assertThat(problem.message()).contains("Input/output error");
          assertThat(problem.message().contains("in the replica")).isEqualTo(side == Side.REPLICA);
        });
    assertThat(report.isEqual()).isFalse();
  }

  @Test
  void whatIsMirroredAnewMeanwhileIsReadAgain() throws Exception {
    var reads = new AtomicInteger();
    Gate service =
        operation -> {
          if (operation.is(Side.REPLICA, Verb.OPEN_FILE, "a") && reads.getAndIncrement() == 0) {
            rewrite(roots.source().resolve("a"), "new text!");
            mirrorUnseen();
          }
        };

    VerifyReport report = verify(options(), Repair.NOTHING, service);

    assertThat(told).isEmpty();
    assertThat(report.isEqual()).isTrue();
  }

  @Test
  void bothSidesOfALargeFileAreReadAtTheSameTime() throws Exception {
    for (Path root : List.of(roots.source(), roots.replica())) {
      try (RandomAccessFile large = new RandomAccessFile(root.resolve("large").toFile(), "rw")) {
        large.writeByte(1);
        large.setLength(16 * 1024 * 1024);
      }
    }
    var reading = new CountDownLatch(2);
    Map<Side, Boolean> sides = new ConcurrentHashMap<>();
    Gate together =
        operation -> {
          if (operation.verb() == Verb.READ
              && operation.path().equals(RelativePath.of("large"))
              && sides.put(operation.side(), true) == null) {
            reading.countDown();
            awaitBoth(reading);
          }
        };

    VerifyReport report = verify(options().withJobs(2), Repair.NOTHING, together);

    assertThat(reading.getCount()).isZero();
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void whatKeepsChangingIsUnstable() throws Exception {
    var reads = new AtomicInteger();
    Gate writer =
        operation -> {
          if (operation.is(Side.SOURCE, Verb.OPEN_FILE, "a")) {
            Files.writeString(roots.source().resolve("a"), "text " + reads.getAndIncrement());
          }
        };

    VerifyReport report = verify(options(), Repair.NOTHING, writer);

    assertThat(told).isEmpty();
    assertThat(report.problemCount(Problem.Cause.UNSTABLE)).isEqualTo(1);
  }

  @Test
  void verifyingChangesNothingAndNeedsNoLock() throws Exception {
    rot.in(Side.REPLICA, "a");
    Files.setPosixFilePermissions(
        roots.replica().resolve("deep"), PosixFilePermissions.fromString("r-x------"));
    List<String> duringARun = new ArrayList<>();
    Runs.mirror(
        options().withDryRun(false),
        new MirrorListener() {
          @Override
          public void runStarted(RunStart start) {
            try {
              Snapshot source = Snapshot.of(roots.source());
              Snapshot replica = Snapshot.of(roots.replica());
              verify();
              duringARun.addAll(told);
              assertThat(TreeComparer.sinceThen(source, roots.source())).isEmpty();
              assertThat(TreeComparer.sinceThen(replica, roots.replica())).isEmpty();
              assertThatThrownBy(() -> verify(options(), Repair.REPLICA, rot))
                  .isInstanceOf(MirrorException.class)
                  .hasMessageContaining("Another run holds the replica");
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
        });

    assertThat(duringARun)
        .containsExactlyInAnyOrder("a replica-rotted (content)", "deep metadata (mode)");
  }

  @Test
  void aReplicaThatIsNotThereIsRefused() throws Exception {
    for (Repair repair : Repair.values()) {
      MirrorOptions nowhere =
          MirrorOptions.of(roots.source(), home.resolve("none")).withStateDirectory(state);
      assertThatThrownBy(() -> verify(nowhere, repair, Gate.OPEN))
          .isInstanceOf(MirrorException.class)
          .hasMessageContaining("does not exist, so there is nothing to verify");
    }
    assertThat(home.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(
      value = Check.class,
      names = {"BYTES", "STAMP"})
  void aCheckWithoutDigestsIsRefused(Check check) {
    assertThatThrownBy(() -> verify(options().withCheck(check), Repair.NOTHING, Gate.OPEN))
        .isInstanceOf(MirrorException.class)
        .hasMessageContaining("Verifying needs digests");
  }

  @Test
  void aRottenReplicaIsHealedFromAProvenSource() throws Exception {
    rot.in(Side.REPLICA, "deep/er/b");
    Snapshot before = Snapshot.of(roots.replica());

    VerifyReport report = verify(options(), Repair.REPLICA, rot);

    assertThat(told).containsExactly("deep/er/b replica-rotted (content)");
    assertThat(heard.lines()).containsExactly("update file deep/er/b (content)");
    assertThat(report.repairedCount()).isEqualTo(1);
    assertThat(report.isEqual()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    assertThat(TreeComparer.sinceThen(before, roots.replica()))
        .allMatch(mismatch -> mismatch.toString().startsWith("deep/er"));
    expectAllProven();
  }

  @Test
  void whatTheReplicasDiskDoesNotGiveBackIsHealedToo() throws Exception {
    Faults faults =
        Faults.whenever(operation -> operation.is(Side.REPLICA, Verb.READ, "deep/er/b"));

    VerifyReport report = verify(options(), Repair.REPLICA, faults);

    assertThat(told).containsExactly("deep/er/b replica-rotted (content)");
    assertThat(heard.lines()).containsExactly("update file deep/er/b (content)");
    assertThat(report.isEqual()).isTrue();
    expectAllProven();
  }

  @Test
  void aRottenSourceOverwritesNothingUnlessItIsSaidToBeRight() throws Exception {
    rot.in(Side.SOURCE, "deep/er/b");

    VerifyReport report = verify(options(), Repair.REPLICA, rot);
    assertThat(told).containsExactly("deep/er/b source-rotted (content)");
    assertThat(heard.lines()).isEmpty();
    assertThat(report.rotLeft()).isEqualTo(1);
    assertThat(mirror(rot, options().withRehash(true)).problemCount(Problem.Cause.ROTTEN))
        .isEqualTo(1);
    assertThat(roots.replica().resolve("deep/er/b")).hasContent("text of b");

    VerifyReport repaired = verify(options(), Repair.SOURCE_IS_RIGHT, rot);

    assertThat(heard.lines()).containsExactly("update file deep/er/b (content)");
    assertThat(repaired.isEqual()).isTrue();
    assertThat(roots.replica().resolve("deep/er/b")).hasContent("uext of b");
    expectAllProven();
  }

  @Test
  void whatBothSidesHaveBecomesTheProofWhereTheSourceIsRight() throws Exception {
    rot.in(Side.SOURCE, "a").in(Side.REPLICA, "a");

    assertThat(verify(options(), Repair.REPLICA, rot).rotLeft()).isEqualTo(1);
    VerifyReport report = verify(options(), Repair.SOURCE_IS_RIGHT, rot);

    assertThat(heard.lines()).isEmpty();
    assertThat(report.isEqual()).isTrue();
    expectAllProven();
  }

  @Test
  void onlyRotIsRepaired() throws Exception {
    rewrite(roots.source().resolve("a"), "text of A");
    root(file("new", "1")).writeTo(roots.source());
    root(file("old", "1")).writeTo(roots.replica());
    rot.in(Side.REPLICA, "a");
    Snapshot before = Snapshot.of(roots.replica());

    verify(options(), Repair.SOURCE_IS_RIGHT, rot);

    assertThat(told).contains("a replica-rotted (content)", "new missing ()", "old extra ()");
    assertThat(heard.lines()).isEmpty();
    assertThat(TreeComparer.sinceThen(before, roots.replica())).isEmpty();
  }

  @Test
  void aNameOfSeveralIsLeftToTheNextRun() throws Exception {
    rot.in(Side.REPLICA, "linked");

    VerifyReport report = verify(options(), Repair.REPLICA, rot);

    assertThat(told).contains("linked replica-rotted (content)");
    assertThat(report.left(Sort.REPLICA_ROTTED)).isEqualTo(report.found().get(Sort.REPLICA_ROTTED));
    assertThat(heard.notes()).anyMatch(note -> note.contains("lockstep sync --rehash"));
    assertThat(
            Files.isSameFile(
                roots.replica().resolve("linked"), roots.replica().resolve("linked too")))
        .isTrue();
  }

  @Test
  void aRepairForgetsNothingThatWasProven() throws Exception {
    Files.move(roots.source().resolve("a"), roots.source().resolve("deep/a"));
    rot.in(Side.REPLICA, "deep/er/b");

    assertThat(verify(options(), Repair.REPLICA, rot).repairedCount()).isEqualTo(1);

    assertThat(mirror(Gate.OPEN).counts().moved()).isEqualTo(1);
  }

  private static void awaitBoth(CountDownLatch reading) {
    try {
      assertThat(reading.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next run reads nothing, and the next look finds nothing. */
  private void expectAllProven() throws Exception {
    List<Operation> reads = new ArrayList<>();
    Gate counting =
        operation -> {
          if (operation.verb() == Verb.OPEN_FILE) {
            reads.add(operation);
          }
        };
    assertThat(mirror(counting).isExact()).isTrue();
    assertThat(reads).isEmpty();
    assertThat(verify().isEqual()).isTrue();
    assertThat(told).isEmpty();
  }

  private VerifyReport verify() throws Exception {
    return verify(options(), Repair.NOTHING, rot);
  }

  private VerifyReport verify(MirrorOptions options, Repair repair, Gate gate) throws Exception {
    heard.actions().clear();
    heard.notes().clear();
    told.clear();
    var listener =
        new MirrorListener() {
          @Override
          public void finding(Finding finding) {
            told.add(
                "%s %s (%s)"
                    .formatted(finding.path(), finding.sort().word(), finding.difference()));
          }

          @Override
          public void action(ActionDone done) {
            heard.action(done);
          }

          @Override
          public void note(String sentence) {
            heard.note(sentence);
          }
        };
    return Runs.engine(
            new FaultyProvider(Runs.backend(roots.source()), roots, gate), new StillClock())
        .verify(options, repair, listener, new Cancellation());
  }

  private void mirrorUnseen() {
    try {
      mirror(Gate.OPEN);
    } catch (MirrorException e) {
      throw new AssertionError(e);
    }
  }

  private MirrorReport mirror(Gate gate) throws MirrorException {
    return mirror(gate, options());
  }

  private MirrorReport mirror(Gate gate, MirrorOptions options) throws MirrorException {
    var provider = new FaultyProvider(Runs.backend(roots.source()), roots, gate);
    return Runs.mirror(provider, options, MirrorListener.NONE, new Cancellation());
  }

  private MirrorOptions options() {
    return roots.options().withStateDirectory(state);
  }

  /** The same size, and the same time. */
  private static void rewrite(Path file, String text) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, time);
  }
}
