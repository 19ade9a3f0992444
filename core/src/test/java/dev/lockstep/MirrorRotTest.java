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
import dev.lockstep.fs.NoSpaceException;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Rot;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run that reads everything does with content that changed while its stamp did not. */
class MirrorRotTest {
  @TempDir Path home;

  private Roots roots;
  private final Rot rot = new Rot();

  @BeforeEach
  void makeTrees() throws Exception {
    roots = Roots.in(home);
    root(
            file("a", "text of a"),
            folder("deep", file("b", "text of b")),
            file("linked", "text"),
            hardLink("linked too", "linked"))
        .writeTo(roots.source());
    assertThat(mirror(Gate.OPEN, options()).isExact()).isTrue();
  }

  @Test
  void aReplicaThatHasRottedIsHealed() throws Exception {
    rot.in(Side.REPLICA, "a").in(Side.REPLICA, "linked").in(Side.REPLICA, "linked too");

    assertThat(mirror(rot, options().withRehash(true)).isExact()).isTrue();

    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    MirrorReport after = mirror(rot, options().withRehash(true));
    assertThat(after.isExact()).isTrue();
    assertThat(after.counts().actions()).isZero();
  }

  @Test
  void aLinkedFileThatHasRottenInTheSourceIsKeptInTheReplica() throws Exception {
    rot.in(Side.SOURCE, "linked").in(Side.SOURCE, "linked too");

    expectKept("linked", "text", options().withRehash(true));
    expectKept("linked", "text", options());

    Files.writeString(roots.source().resolve("linked"), "TEXT");
    assertThat(mirror(Gate.OPEN, options()).isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aSourceFoundRottenStaysSoWhateverIsComparedBy(Check check) throws Exception {
    rot.in(Side.SOURCE, "a");
    expectKept("a", "text of a", options().withRehash(true));

    expectKept("a", "text of a", options().withCheck(check));
    expectKept("a", "text of a", options());
  }

  @ParameterizedTest
  @EnumSource(
      value = Check.class,
      names = {"SHA256", "BYTES"})
  void whatDiffersUnderProvenStampsIsKeptWhereNoDigestTellsWhichSideIsRight(Check check)
      throws Exception {
    rot.in(Side.SOURCE, "a").in(Side.SOURCE, "linked").in(Side.SOURCE, "linked too");

    MirrorOptions other = options().withCheck(check).withRehash(true);
    expectKept("a", "text of a", other);
    expectKept("linked", "text", other);
  }

  @Test
  void aSourceFoundRottenStaysSoInAFolderThatIsMoved() throws Exception {
    rot.in(Side.SOURCE, "deep/b").in(Side.SOURCE, "moved/b");
    expectKept("deep/b", "text of b", options().withRehash(true));

    Files.move(roots.source().resolve("deep"), roots.source().resolve("moved"));

    expectKept("moved/b", "text of b", options());
    expectKept("moved/b", "text of b", options());
  }

  @Test
  void aSourceThatReadsAsProvenAgainIsRottenNoMore() throws Exception {
    rot.in(Side.SOURCE, "a");
    expectKept("a", "text of a", options().withRehash(true));

    assertThat(mirror(Gate.OPEN, options().withRehash(true)).isExact()).isTrue();
    assertThat(mirror(Gate.OPEN, options()).isExact()).isTrue();
  }

  @Test
  void aSourceThatHasRottenIsNoBetterWhereItDidNotFitAtFirst() throws Exception {
    rot.in(Side.SOURCE, "a");
    var full = new AtomicInteger();
    Gate gate =
        new Gate() {
          @Override
          public void before(Operation operation) throws IOException {
            if (operation.is(Side.REPLICA, Verb.STAGE_FILE, "a") && full.getAndIncrement() < 2) {
              throw NoSpaceException.ofDisk("a");
            }
          }

          @Override
          public void afterRead(
              Operation operation, ReadableFile file, byte[] buffer, int offset, int got)
              throws IOException {
            rot.afterRead(operation, file, buffer, offset, got);
          }
        };

    MirrorReport report = mirror(gate, options().withRehash(true));

    assertThat(full.get()).isGreaterThan(2);
    assertThat(report.problemCount(Problem.Cause.ROTTEN)).isPositive();
    assertThat(roots.replica().resolve("a")).hasContent("text of a");
  }

  private void expectKept(String path, String content, MirrorOptions options) throws Exception {
    MirrorReport report = mirror(rot, options);
    assertThat(report.problems())
        .anySatisfy(problem -> {
          assertThat(problem.path()).hasToString(path);
          assertThat(problem.cause()).isEqualTo(Problem.Cause.ROTTEN);
        });
    assertThat(roots.replica().resolve(path)).hasContent(content);
  }

  private MirrorReport mirror(Gate gate, MirrorOptions options) throws Exception {
    var provider = new FaultyProvider(Runs.backend(roots.source()), roots, gate);
    return Runs.mirror(provider, options, MirrorListener.NONE, new Cancellation());
  }

  private MirrorOptions options() {
    return roots.options().withStateDirectory(home.resolve("state"));
  }
}
