package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.RandomMutations;
import dev.lockstep.testkit.RandomTrees;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Rsync;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After each run rsync, comparing by checksum, finds nothing left to do. */
class RsyncOracleTest {
  private static final int ENTRIES = 120;
  private static final int MUTATIONS = 40;
  private static final int GENERATIONS = 3;

  @TempDir private Path home;

  private Roots roots;

  static LongStream seeds() {
    return Seeds.some(3);
  }

  @BeforeEach
  void open() {
    Rsync.assumePresent();
    roots = Roots.in(home);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rsyncFindsNothingToDoAfterARun(long seed) throws Exception {
    new RandomTrees(seed, Machine.speaksUtf8()).tree(ENTRIES).writeTo(roots.source());
    RandomMutations mutations = new RandomMutations(seed, Machine.speaksUtf8(), roots.source());
    assertNothingToDo(List.of());
    for (int generation = 0; generation < GENERATIONS; generation++) {
      assertNothingToDo(mutations.apply(MUTATIONS));
    }
  }

  @Test
  void rsyncFindsNothingToDoAfterTreesOfBytesAndHardLinks() throws Exception {
    Files.createDirectories(roots.source());
    Machine.run(
        "sh",
        "-c",
        "cd \"$1\" && printf a > \"$(printf 'bad\\377')\" && mkdir \"$(printf 'd\\200')\""
            + " && ln \"$(printf 'bad\\377')\" hard && ln -s \"$(printf 't\\376')\" soft",
        "sh",
        roots.source().toString());
    assertNothingToDo(List.of());
    Files.delete(roots.source().resolve("hard"));
    assertNothingToDo(List.of("hard link deleted"));
  }

  @Test
  void theOracleSeesEveryDifference() throws Exception {
    Files.createDirectories(roots.source());
    Files.writeString(roots.source().resolve("a"), "text");
    Runs.mirror(roots.options(), MirrorListener.NONE);
    Path copy = roots.replica().resolve("a");
    var modified = Files.getLastModifiedTime(copy);
    Files.writeString(copy, "TEXT");
    Files.setLastModifiedTime(copy, modified);
    assertThat(Rsync.wouldDo(roots.source(), roots.replica())).contains(">fc").contains(" a");
  }

  private void assertNothingToDo(List<String> changes) throws Exception {
    Runs.mirror(roots.options(), MirrorListener.NONE);
    assertThat(wouldDo()).as("changes %s", changes).isEmpty();
  }

  private String wouldDo() throws IOException {
    return Rsync.wouldDo(roots.source(), roots.replica());
  }
}
