package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Check;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Repair;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Finding.Sort;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Rot;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No proof is kept or trusted that is not true: changes in between, and stamps that tell little.
 */
class MirrorProofsTest {
  @TempDir Path home;

  private final StillClock clock = new StillClock();
  private final List<String> read = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Roots roots;

  @BeforeEach
  void makeTrees() throws Exception {
    roots = Roots.in(home);
    root(
            file("a", "text of a"),
            folder("deep", folder("er", file("b", "text of b"), file("c", "text of c"))),
            file("linked", "text"),
            hardLink("linked too", "linked"))
        .writeTo(roots.source());
  }

  @Test
  void aLinkedFileThatChangesBetweenTheLooksAtItsNamesIsNotProvenByThat() throws Exception {
    var change =
        new Gate() {
          private boolean isPut;
          private boolean isDone;

          @Override
          public void before(Operation operation) throws IOException {
            isPut |= operation.is(Side.REPLICA, Verb.COMMIT, "linked");
            if (isPut && !isDone && operation.is(Side.SOURCE, Verb.ENTRY, "linked too")) {
              isDone = true;
              rewrite(roots.source().resolve("linked"), "TEXT");
            }
          }
        };
    mirror(change);
    assertThat(change.isDone).isTrue();
    VerifyReport report =
        Runs.engine(Runs.backend(roots.source()), clock)
            .verify(options(), Repair.NOTHING, MirrorListener.NONE, new Cancellation());
    assertThat(report.left(Sort.SOURCE_ROTTED)).isZero();
    expectExactAgain();
  }

  @Test
  void aReplicaWrittenToBeforeItsMetadataIsPutRightIsNotProven() throws Exception {
    mirror(Gate.OPEN);
    Files.setLastModifiedTime(
        roots.source().resolve("a"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
    mirror(
        new Once(Side.SOURCE, Verb.READ, "a") {
          @Override
          void strike() throws IOException {
            Files.writeString(roots.replica().resolve("a"), "TEXT of a");
          }
        });
    expectExactAgain();
  }

  @Test
  void aReplicaWrittenToAsSoonAsItShowsIsNotProven() throws Exception {
    mirror(Gate.OPEN);
    Files.writeString(roots.source().resolve("a"), "text of A");
    mirror(
        new Once(Side.REPLICA, Verb.STAMP, "a") {
          @Override
          void strike() throws IOException {
            Files.writeString(roots.replica().resolve("a"), "TEXT of a");
          }
        });
    expectExactAgain();
  }

  @Test
  void whereStampsTellLittleAllIsReadAgainAfterAWeek() throws Exception {
    Gate weak = evidence(StampEvidence.WEAK);
    mirror(weak);
    clock.advance(Duration.ofDays(2));
    mirror(weak);
    for (int day = 3; day < 8; day++) {
      clock.advance(Duration.ofDays(1));
      assertThat(filesRead(weak)).as("day " + day).doesNotContain("SOURCE a", "REPLICA a");
      assertThat(notes).anyMatch(note -> note.contains("are read again after 7 days"));
    }
    clock.advance(Duration.ofDays(2));
    assertThat(filesRead(weak)).contains("SOURCE a", "REPLICA a", "SOURCE deep/er/b");
  }

  @Test
  void whereStampsTellLittleAFileThatWasJustWrittenIsReadAgain() throws Exception {
    Gate weak = evidence(StampEvidence.WEAK);
    Path fresh = roots.source().resolve("a");
    FileTime now = FileTime.from(clock.now());
    Files.setLastModifiedTime(fresh, now);
    mirror(weak);
    Files.writeString(fresh, "text of A");
    Files.setLastModifiedTime(fresh, now);
    clock.advance(Duration.ofMinutes(1));
    mirror(weak);
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(filesRead(weak)).doesNotContain("SOURCE a", "REPLICA a");
  }

  @Test
  void whereNobodyKnowsWhatStampsTellTheRunGoesOnWithoutThem() throws Exception {
    var unknown =
        new Gate() {
          @Override
          public void before(Operation operation) {}

          @Override
          public StampEvidence stampEvidence(StampEvidence found) throws IOException {
            throw new FileSystemException("a", null, "Mount point not found");
          }
        };
    assertThat(mirror(unknown).isExact()).isTrue();
    assertThat(mirror(unknown).isExact()).isTrue();
  }

  @Test
  void aRottenFileIsKnownStillWhenItsFolderHasMoved() throws Exception {
    mirror(Gate.OPEN);
    var rot = new Rot().in(Side.SOURCE, "deep/er/b").in(Side.SOURCE, "deeper/er/b");
    MirrorReport report = mirror(rot, options().withRehash(true));
    assertThat(report.problemCount(Problem.Cause.ROTTEN)).isEqualTo(1);

    Files.move(roots.source().resolve("deep"), roots.source().resolve("deeper"));
    for (int run = 0; run < 3; run++) {
      report = mirror(rot);
      assertThat(report.problemCount(Problem.Cause.ROTTEN)).as("run " + run).isEqualTo(1);
      assertThat(roots.replica().resolve("deeper/er/b")).hasContent("text of b");
    }
  }

  @Test
  void aFileThatCannotBeReadInAMovedFolderIsNotForgotten() throws Exception {
    mirror(Gate.OPEN);
    Files.move(roots.source().resolve("deep"), roots.source().resolve("deeper"));
    mirror(failing(Side.SOURCE, Verb.OPEN_FILE, "deeper/er/b"), options().withRehash(true));

    var rot = new Rot().in(Side.SOURCE, "deeper/er/b");
    MirrorReport report = mirror(rot, options().withRehash(true));
    assertThat(report.problemCount(Problem.Cause.ROTTEN)).isEqualTo(1);
    assertThat(roots.replica().resolve("deeper/er/b")).hasContent("text of b");
  }

  @Test
  void aRottenFileOfSeveralNamesOverwritesNothing() throws Exception {
    mirror(Gate.OPEN);
    var rot = new Rot().in(Side.SOURCE, "linked").in(Side.SOURCE, "linked too");
    for (int run = 0; run < 2; run++) {
      MirrorReport report = mirror(rot, options().withRehash(true));
      assertThat(report.problemCount(Problem.Cause.ROTTEN)).as("run " + run).isPositive();
      assertThat(roots.replica().resolve("linked")).hasContent("text");
    }
  }

  @Test
  void aFileThatRotsBeforeAnotherAlgorithmIsUsedOverwritesNothing() throws Exception {
    mirror(Gate.OPEN);
    var rot = new Rot().in(Side.SOURCE, "a");
    MirrorReport report = mirror(rot, options().withCheck(Check.SHA256));
    assertThat(roots.replica().resolve("a")).hasContent("text of a");
    assertThat(report.problemCount(Problem.Cause.ROTTEN)).isEqualTo(1);
  }

  @Test
  void comparingBytesForgetsNoDigest() throws Exception {
    mirror(Gate.OPEN);
    MirrorOptions bytes = options().withCheck(Check.BYTES).withRehash(true);
    mirror(Gate.OPEN, bytes);
    MirrorReport report = mirror(new Rot().in(Side.SOURCE, "a"), bytes);
    assertThat(report.problemCount(Problem.Cause.ROTTEN)).isEqualTo(1);
    assertThat(roots.replica().resolve("a")).hasContent("text of a");
  }

  @Test
  void aSourceThatWasRestoredIsReadAndComparedWithWhatWasProven() throws Exception {
    mirror(Gate.OPEN);
    Path lost = home.resolve("lost");
    Files.move(roots.source(), lost);
    Machine.run("cp", "-a", lost.toString(), roots.source().toString());
    Files.writeString(roots.source().resolve("deep/er/c"), "text of C");
    MirrorReport report = mirror(Gate.OPEN);
    assertThat(report.isExact()).isTrue();
    assertThat(report.counts().updated()).isEqualTo(1);
    assertThat(report.counts().created()).isZero();
    assertThat(read).contains("SOURCE a").doesNotContain("REPLICA a", "REPLICA deep/er/b");
    assertThat(filesRead(Gate.OPEN)).isEmpty();
  }

  @Test
  void aLargeFileThatWasTouchedIsComparedAndItsDigestIsStillKnown() throws Exception {
    Path large = roots.source().resolve("large");
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    Files.write(large, content);
    mirror(Gate.OPEN);
    Files.setLastModifiedTime(large, FileTime.from(Instant.EPOCH));
    MirrorReport touched = mirror(Gate.OPEN);
    assertThat(touched.counts().updated()).isZero();
    assertThat(touched.counts().bytesCopied()).isZero();
    assertThat(read).contains("SOURCE large", "REPLICA large");
    assertThat(filesRead(Gate.OPEN)).isEmpty();

    content[2 << 20]++;
    Files.write(large, content);
    assertThat(mirror(Gate.OPEN).counts().updated()).isEqualTo(1);
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    rewrite(large, "x".repeat(content.length));
    assertThat(mirror(Gate.OPEN).isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  @Test
  void whatCannotBeLookedAtIsNotForgotten() throws Exception {
    mirror(Gate.OPEN);
    mirror(failing(Side.SOURCE, Verb.ENTRY, "a"));
    mirror(failing(Side.SOURCE, Verb.ENTRY, "deep"));
    assertThat(filesRead(Gate.OPEN)).isEmpty();
  }

  @Test
  void aFolderThatMovedIsFoundThoughTheIndexWasWrittenMeanwhile() throws Exception {
    root(folder("m"), folder("z", file("first", "text"))).writeTo(roots.source());
    mirror(Gate.OPEN);
    Files.move(roots.source().resolve("deep"), roots.source().resolve("m/moved"));
    Files.writeString(roots.source().resolve("a"), "text of A");
    MirrorReport report =
        mirror(
            new Once(Side.SOURCE, Verb.LIST, "z") {
              @Override
              void strike() {
                clock.advance(Duration.ofMinutes(4));
              }
            });
    assertThat(report.counts().moved()).isEqualTo(1);
    assertThat(report.counts().created()).isZero();
    assertThat(read).isNotEmpty().allMatch(operation -> operation.endsWith(" a"));
    assertThat(filesRead(Gate.OPEN)).isEmpty();
  }

  @Test
  void scrubbingComesAroundThoughTheSourceIsTouchedNowAndThen() throws Exception {
    mirror(Gate.OPEN);
    boolean isRead = false;
    for (int day = 0; day < 20; day++) {
      clock.advance(Duration.ofDays(1));
      Files.setLastModifiedTime(
          roots.source().resolve("a"), FileTime.from(TreeSpec.LONG_AGO.plusSeconds(day)));
      read.clear();
      mirror(Gate.OPEN, options().withScrubAge(Duration.ofDays(10)));
      isRead |= read.contains("REPLICA a");
    }
    assertThat(isRead).as("the replica was read").isTrue();
  }

  /** With the time that it had. */
  private static void rewrite(Path file, String text) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, time);
  }

  private void expectExactAgain() throws Exception {
    assertThat(mirror(Gate.OPEN).isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  /** A deed before the first operation of a sort. */
  private abstract static class Once implements Gate {
    private final Side side;
    private final Verb verb;
    private final String path;
    private boolean isDone;

    Once(Side side, Verb verb, String path) {
      this.side = side;
      this.verb = verb;
      this.path = path;
    }

    abstract void strike() throws IOException;

    @Override
    public void before(Operation operation) throws IOException {
      if (!isDone && operation.is(side, verb, path)) {
        isDone = true;
        strike();
      }
    }
  }

  private static Gate failing(Side side, Verb verb, String path) {
    return new Once(side, verb, path) {
      @Override
      void strike() throws IOException {
        throw new FileSystemException(path, null, "Input/output error");
      }
    };
  }

  private static Gate evidence(StampEvidence evidence) {
    return new Gate() {
      @Override
      public void before(Operation operation) {}

      @Override
      public StampEvidence stampEvidence(StampEvidence found) {
        return evidence;
      }
    };
  }

  private List<String> filesRead(Gate gate) throws Exception {
    assertThat(mirror(gate).isExact()).isTrue();
    return List.copyOf(read);
  }

  private MirrorReport mirror(Gate gate) throws Exception {
    return mirror(gate, options());
  }

  private MirrorReport mirror(Gate gate, MirrorOptions options) throws Exception {
    read.clear();
    notes.clear();
    var reading =
        new Gate() {
          @Override
          public void before(Operation operation) throws IOException {
            if (operation.verb() == Verb.OPEN_FILE) {
              read.add(operation.side() + " " + operation.path());
            }
            gate.before(operation);
          }

          @Override
          public void afterRead(
              Operation operation, ReadableFile file, byte[] buffer, int offset, int got)
              throws IOException {
            gate.afterRead(operation, file, buffer, offset, got);
          }

          @Override
          public StampEvidence stampEvidence(StampEvidence found) throws IOException {
            return gate.stampEvidence(found);
          }
        };
    var provider = new FaultyProvider(Runs.backend(roots.source()), roots, reading);
    var listener =
        new MirrorListener() {
          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    return Runs.engine(provider, clock).run(options, listener, new Cancellation());
  }

  private MirrorOptions options() {
    return roots.options().withStateDirectory(home.resolve("state"));
  }
}
