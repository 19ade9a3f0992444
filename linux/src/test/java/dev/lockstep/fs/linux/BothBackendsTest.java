package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.RandomMutations;
import dev.lockstep.testkit.RandomTrees;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Seeds;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The portable backend and that for Linux make the same of the same trees, action for action. */
final class BothBackendsTest {
  private static final int ENTRIES = 60;
  private static final int GENERATIONS = 5;
  private static final int MUTATIONS = 25;

  @TempDir private Path home;

  static LongStream seeds() {
    return Seeds.some(4);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theyDoTheSameToReachTheSame(long seed) throws Exception {
    boolean unicode = Machine.speaksUtf8();
    Roots portable = Roots.in(home);
    Roots linux = new Roots(portable.source(), home.resolve("other-replica"));
    new RandomTrees(seed, unicode).tree(ENTRIES).writeTo(portable.source());
    var mutations = new RandomMutations(seed, unicode, portable.source());
    List<String> changes = new ArrayList<>();
    for (int generation = 0; generation < GENERATIONS; generation++) {
      String where = "seed " + seed + ", changes " + changes;
      List<String> done = mirror(Runs.portable(), portable, where);
      assertThat(mirror(new LinuxTreeProvider(), linux, where)).as(where).isEqualTo(done);
      assertThat(TreeComparer.mirror(portable.replica(), linux.replica())).as(where).isEmpty();
      assertThat(TreeComparer.mirror(linux.source(), linux.replica())).as(where).isEmpty();
      assertThat(mirror(Runs.portable(), linux, where)).as(where).isEmpty();
      assertThat(mirror(new LinuxTreeProvider(), portable, where)).as(where).isEmpty();
      changes.addAll(mutations.apply(MUTATIONS));
      changes.add("RUN");
    }
  }

  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"ext3", "ext4", "xfs", "btrfs", "tmpfs", "ramfs"})
  void theyTrustStampsAsFarAsEachOther(String type) throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    try (Mounted mounted = Machine.loopMounted(type, type.equals("xfs") ? 300 : 128)) {
      StampEvidence found = evidence(new LinuxTreeProvider(), mounted.folder());
      assertThat(found).isEqualTo(evidence(Runs.portable(), mounted.folder()));
      if (type.equals("ext3") || type.equals("ramfs")) {
        assertThat(found).isEqualTo(StampEvidence.COARSE);
      }
    }
  }

  private static StampEvidence evidence(TreeProvider provider, Path folder) throws IOException {
    try (SourceTree tree = provider.openSource(folder);
        SourceDirectory root = tree.openRoot()) {
      return root.stampEvidence();
    }
  }

  private static List<String> mirror(TreeProvider provider, Roots roots, String where)
      throws MirrorException {
    var heard = new Recorder();
    MirrorReport report = Runs.mirror(provider, roots.options(), heard, new Cancellation());
    assertThat(heard.problems()).as(where).isEmpty();
    assertThat(report.isExact()).as(where).isTrue();
    return heard.lines();
  }
}
