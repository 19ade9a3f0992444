package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.RandomMutations;
import dev.lockstep.testkit.RandomTrees;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Seeds;
import dev.lockstep.testkit.TreeComparer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static List<String> mirror(TreeProvider provider, Roots roots, String where)
      throws MirrorException {
    var heard = new Recorder();
    MirrorReport report = Runs.mirror(provider, roots.options(), heard, new Cancellation());
    assertThat(heard.problems()).as(where).isEmpty();
    assertThat(report.isExact()).as(where).isTrue();
    return heard.lines();
  }
}
