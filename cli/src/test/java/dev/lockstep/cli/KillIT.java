package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Kind;
import dev.lockstep.testkit.Invariants;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mismatch;
import dev.lockstep.testkit.Respect;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Seeds;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code kill -9} leaves behind, at moments all over a run that creates, updates, changes
 * kinds, links and deletes.
 */
class KillIT {
  private static final int MOMENTS = 300;
  private static final int FEW_MOMENTS = 5;

  /** Spreads the moments also over what happens between two lines of output. */
  private static final int MOST_DELAY_NANOS = 15_000_000;

  @TempDir private Path folder;

  private Path source;
  private Path old;
  private Snapshot sourceThen;
  private Snapshot oldThen;
  private int lines;
  private long nanos;

  @ParameterizedTest
  @EnumSource
  void whatIsKilledLeavesEachFileOldOrNewAndTheNextRunConverges(Backend backend) throws Exception {
    killAtMoments(backend, FEW_MOMENTS);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("full")
  void manyMomentsOfDeathLeaveEachFileOldOrNew(Backend backend) throws Exception {
    killAtMoments(backend, MOMENTS / Backend.values().length);
  }

  private void killAtMoments(Backend backend, int moments) throws Exception {
    prepare(backend);
    long seed = Seeds.some(1).findFirst().orElseThrow();
    Random chance = new Random(seed);
    List<Moment> all = Stream.generate(() -> moment(backend, chance)).limit(moments).toList();
    long struck = all.parallelStream().filter(Moment::strike).count();
    assertThat(struck).as("runs killed before they had ended").isGreaterThan(moments / 2);
    assertThat(TreeComparer.sinceThen(sourceThen, source)).isEmpty();
  }

  /** Some are counted in lines and some in time, as actions are told in groups. */
  private Moment moment(Backend backend, Random chance) {
    return chance.nextBoolean()
        ? new Moment(backend, chance.nextInt(lines), chance.nextInt(MOST_DELAY_NANOS))
        : new Moment(backend, 0, chance.nextLong(nanos));
  }

  /** Makes the trees, and a run to its end for its length. */
  private void prepare(Backend backend) throws IOException {
    source = folder.resolve("source");
    old = folder.resolve("old");
    Upheaval.after().writeTo(source);
    Upheaval.before().writeTo(old);
    sourceThen = Snapshot.of(source);
    oldThen = Snapshot.of(old);
    Path replica = copyOfOld();
    try (WatchedCommand command = start(backend, replica)) {
      assertThat(command.awaitLines(1)).isTrue();
      long begun = System.nanoTime();
      assertThat(command.exitCode()).as("%s", command.lines()).isZero();
      nanos = System.nanoTime() - begun;
      lines = command.lines().size() - 1;
    }
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    delete(replica);
  }

  private WatchedCommand start(Backend backend, Path replica) throws IOException {
    return WatchedCommand.start(folder, List.of(), backend, source.toString(), replica.toString());
  }

  private Path copyOfOld() throws IOException {
    Path replica = Files.createTempDirectory(folder, "replica");
    Machine.run("cp", "-aT", old.toString(), replica.toString());
    return replica;
  }

  private static void delete(Path tree) throws IOException {
    Machine.run("rm", "-rf", "--", tree.toString());
  }

  /** So many nanoseconds after so many lines of output. */
  private final class Moment {
    private final Backend backend;
    private final int line;
    private final long delay;

    Moment(Backend backend, int line, long delay) {
      this.backend = backend;
      this.line = line;
      this.delay = delay;
    }

    /** Whether the run was killed before it had ended. */
    boolean strike() {
      try {
        Path replica = copyOfOld();
        boolean isStruck = kill(replica);
        assertThat(torn(Snapshot.of(replica))).as(toString()).isEmpty();
        assertNextRunConverges(replica);
        delete(replica);
        return isStruck;
      } catch (IOException | MirrorException e) {
        throw new AssertionError(toString(), e);
      }
    }

    private boolean kill(Path replica) throws IOException {
      try (WatchedCommand command = start(backend, replica)) {
        assertThat(command.awaitLines(line + 1)).as(toString()).isTrue();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < delay) {
          Thread.onSpinWait();
        }
        return command.kill();
      }
    }

    private void assertNextRunConverges(Path replica) throws IOException, MirrorException {
      MirrorReport next =
          Runs.mirror(
              backend.provider(),
              MirrorOptions.of(source, replica),
              MirrorListener.NONE,
              new Cancellation());
      assertThat(next.problems()).as(toString()).isEmpty();
      assertThat(next.isExact()).as(toString()).isTrue();
      // What was left staged would be more than the source has.
      assertThat(TreeComparer.between(sourceThen, Snapshot.of(replica), Respect.mirrored()))
          .as(toString())
          .isEmpty();
    }

    private List<Mismatch> torn(Snapshot now) {
      return Invariants.torn(oldThen, sourceThen, now).stream()
          .filter(mismatch -> !mayBeMissing(mismatch.path(), now))
          .toList();
    }

    /** The portable backend puts a folder in another entry's place, or back, by two renames. */
    private boolean mayBeMissing(String path, Snapshot now) {
      Kind before = oldThen.items().get(path).kind();
      Kind after = sourceThen.items().get(path).kind();
      return backend == Backend.PORTABLE
          && !now.items().containsKey(path)
          && before != after
          && (before == Kind.DIRECTORY || after == Kind.DIRECTORY);
    }

    @Override
    public String toString() {
      return backend + " killed " + delay + " ns after line " + line;
    }
  }
}
