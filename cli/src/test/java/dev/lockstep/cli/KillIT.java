package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.engine.Engine;
import dev.lockstep.engine.EngineClock;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Kind;
import dev.lockstep.testkit.Invariants;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mismatch;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Respect;
import dev.lockstep.testkit.Rsync;
import dev.lockstep.testkit.Seeds;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code kill -9} leaves behind, at moments all over a run that creates, updates, changes
 * kinds, links, deletes, and moves what its index knows elsewhere: each file is old or new, none
 * that is moved is lost, and the next run, which meets what the dead one has left in its state
 * folder too, makes the replica exact.
 */
class KillIT {
  /** For each backend; each is a run of the command. More are tried by lockstep.kills. */
  private static final int MOMENTS = Integer.getInteger("lockstep.kills", 100);

  /**
   * Of so many next runs one is the command's; the others are made here, which takes a fifth of its
   * time.
   */
  private static final int NEXT_BY_COMMAND = 10;

  private static final int FEW_MOMENTS = 4;

  /** How often a moment is moved forward that came after the end of the run. */
  private static final int MOST_ATTEMPTS = 20;

  /** Spreads the moments also over what happens between two lines of output. */
  private static final int MOST_DELAY_NANOS = 15_000_000;

  /** The same for what happens before the first line. */
  private static final int MOST_DELAY_AT_START_NANOS = 3_000_000;

  /** Between two looks at what a run has done so far, since it needs the processor itself. */
  private static final int GLANCE_NANOS = 20_000;

  @TempDir private Path folder;

  private Upheaval upheaval;

  /** What every source is in the end. */
  private Path wanted;

  private Snapshot sourceThen;
  private Snapshot oldThen;
  private int lines;

  /** From the first line to the end; less where a run turns out to have been shorter. */
  private final AtomicLong nanos = new AtomicLong();

  private final AtomicInteger kills = new AtomicInteger();

  /** Of those, the ones that came before the first line. */
  private final AtomicInteger silent = new AtomicInteger();

  /** How many moves were told by runs that were killed. */
  private final AtomicInteger moves = new AtomicInteger();

  @Test
  void whatIsKilledLeavesEachFileOldOrNewAndTheNextRunConverges() throws Exception {
    killAtMoments(Backend.LINUX, Upheaval.WHOLE, FEW_MOMENTS);
  }

  @Test
  @Tag("full")
  void soItIsWithThePortableBackend() throws Exception {
    killAtMoments(Backend.PORTABLE, Upheaval.WHOLE, FEW_MOMENTS);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("full")
  void manyMomentsOfDeathLeaveEachFileOldOrNew(Backend backend) throws Exception {
    // In memory, so that no run waits for a disk that others write to.
    try (Mounted memory = Machine.loopMounted("tmpfs", 256)) {
      folder = memory.folder();
      killAtMoments(backend, Upheaval.SMALL, MOMENTS);
    }

    assertThat(moves.get()).as("moves told by runs that were killed").isPositive();
    assertThat(MOMENTS).as("kills of %s", kills).isGreaterThanOrEqualTo(kills.get() * 9 / 10);
  }

  private void killAtMoments(Backend backend, Upheaval upheaval, int moments) throws Exception {
    Rsync.assumePresent();
    this.upheaval = upheaval;
    prepare(backend);
    long seed = Seeds.some(1).findFirst().orElseThrow();
    Random chance = new Random(seed);
    List<Moment> all =
        IntStream.range(0, moments).mapToObj(i -> moment(backend, i, chance)).toList();
    all.parallelStream().forEach(Moment::strike);
    assertThat(silent.get()).as("runs killed before they said anything").isPositive();
  }

  /**
   * One in six comes before the first line, and one when something is staged; others are counted in
   * lines or in time, as actions are told in groups.
   */
  private Moment moment(Backend backend, int number, Random chance) {
    int atStart = chance.nextInt(MOST_DELAY_AT_START_NANOS);
    return switch (number % 6) {
      case 0 -> new Moment(backend, number, number % 4 == 0 ? Mark.STATE : Mark.CLAIM, 0, atStart);
      case 1 -> new Moment(backend, number, Mark.STAGED, 0, atStart);
      case 2, 3 -> {
        int line = chance.nextInt(lines);
        // The last lines come just before the end.
        int most = 1 + (int) ((long) MOST_DELAY_NANOS * (lines - line) / lines);
        yield new Moment(backend, number, Mark.LINE, line, chance.nextInt(most));
      }
      default -> new Moment(backend, number, Mark.LINE, 0, chance.nextLong(nanos.get()));
    };
  }

  /** Makes a run to its end for its length. */
  private void prepare(Backend backend) throws IOException {
    wanted = folder.resolve("wanted");
    upheaval.after().writeTo(wanted);
    Path home = beginning(backend, "measured");
    Path source = home.resolve("source");
    sourceThen = Snapshot.of(source);
    oldThen = Snapshot.of(home.resolve("replica"));
    assertThat(Rsync.finds(wanted, source)).isEmpty();
    try (WatchedCommand command = start(backend, home)) {
      assertThat(command.awaitLines(1)).isTrue();
      long begun = System.nanoTime();
      assertThat(command.exitCode()).as("%s", command.lines()).isZero();
      nanos.set(System.nanoTime() - begun);
      lines = command.lines().size() - 1;
      assertThat(moves(command)).as("moves in %s", command.lines()).isGreaterThanOrEqualTo(10);
    }
    assertThat(Rsync.finds(source, home.resolve("replica"))).isEmpty();
  }

  /** A source that was mirrored, index and all, and in which much has happened since. */
  private Path beginning(Backend backend, String name) throws IOException {
    Path home = Files.createDirectory(folder.resolve(name));
    Path source = home.resolve("source");
    upheaval.before().writeTo(source);
    assertThat(mirror(backend, home).isExact()).isTrue();
    // Made anew by who comes next, which tells how far it is.
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(home.resolve("state/locks"))) {
      for (Path lock : locks) {
        Files.delete(lock);
      }
    }
    Files.delete(home.resolve("state/locks"));
    Upheaval.rename(source);
    Rsync.copyChanges(wanted, source);
    return home;
  }

  private static MirrorReport mirror(Backend backend, Path home) {
    MirrorOptions options =
        MirrorOptions.of(home.resolve("source"), home.resolve("replica"))
            .withStateDirectory(home.resolve("state"));
    try {
      return Engine.with(List.of(provider(backend)), EngineClock.SYSTEM)
          .run(options, MirrorListener.NONE, new Cancellation());
    } catch (MirrorException e) {
      throw new AssertionError(home.toString(), e);
    }
  }

  private static TreeProvider provider(Backend backend) {
    Comparator<TreeProvider> byRank = Comparator.comparingInt(TreeProvider::rank);
    return ServiceLoader.load(TreeProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .max(backend == Backend.LINUX ? byRank : byRank.reversed())
        .orElseThrow();
  }

  private WatchedCommand start(Backend backend, Path home) throws IOException {
    return WatchedCommand.start(
        home, List.of(), backend, "source", "replica", "--state-dir", "state");
  }

  private static int moves(WatchedCommand command) {
    return (int) command.lines().stream().filter(line -> line.contains("  move  ")).count();
  }

  /** What a run is awaited by. */
  private enum Mark {
    /** The folder of the locks is there. */
    STATE,
    /** The replica is claimed. */
    CLAIM,
    /** Something in the replica's root has a staged name. */
    STAGED,
    /** A line of the output. */
    LINE
  }

  /** So many nanoseconds after what a run is awaited by. */
  private final class Moment {
    private final Backend backend;
    private final int number;
    private final Mark mark;
    private int line;
    private long delay;

    Moment(Backend backend, int number, Mark mark, int line, long delay) {
      this.backend = backend;
      this.number = number;
      this.mark = mark;
      this.line = line;
      this.delay = delay;
    }

    /** Kills a run, another one a little earlier if that had ended by then. */
    void strike() {
      try {
        for (int attempt = 1; !strikeOne(attempt); attempt++) {
          assertThat(attempt).as("attempts of %s", this).isLessThan(MOST_ATTEMPTS);
          line /= 2;
          delay = mark == Mark.LINE && line == 0 ? Math.min(delay, nanos.get()) / 2 : delay / 2;
        }
      } catch (IOException e) {
        throw new AssertionError(toString(), e);
      }
    }

    /** Whether the run was killed before it had ended. */
    private boolean strikeOne(int attempt) throws IOException {
      Path home = beginning(backend, number + "-" + attempt);
      boolean isStruck = kill(home);
      Snapshot left = Snapshot.of(home.resolve("replica"));
      assertThat(torn(left)).as(toString()).isEmpty();
      assertThat(Invariants.lost(oldThen, sourceThen, left)).as(toString()).isEmpty();
      assertNextRunConverges(home);
      Machine.run("rm", "-rf", "--", home.toString());
      return isStruck;
    }

    private boolean kill(Path home) throws IOException {
      try (WatchedCommand command = start(backend, home)) {
        if (mark == Mark.LINE) {
          assertThat(command.awaitLines(line + 1)).as(toString()).isTrue();
        }
        while (!isMarked(home) && command.isRunning()) {
          LockSupport.parkNanos(GLANCE_NANOS);
        }
        long begun = System.nanoTime();
        long wait = mark == Mark.LINE && line == 0 ? Math.min(delay, nanos.get()) : delay;
        for (long left = wait; left > 0; left = begun + wait - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        boolean isStruck = command.kill();
        kills.incrementAndGet();
        if (mark == Mark.LINE && line == 0 && !isStruck) {
          nanos.accumulateAndGet(wait, Math::min);
        }
        command.awaitLines(Integer.MAX_VALUE);
        moves.addAndGet(isStruck ? moves(command) : 0);
        if (command.lines().isEmpty()) {
          silent.incrementAndGet();
        }
        return isStruck;
      }
    }

    private boolean isMarked(Path home) {
      return switch (mark) {
        case STATE -> Files.exists(home.resolve("state/locks"));
        case CLAIM -> has(home.resolve("state/locks"), "place-*");
        case STAGED -> has(home.resolve("replica"), ".lockstep-*");
        case LINE -> true;
      };
    }

    private boolean has(Path place, String pattern) {
      if (!Files.exists(place)) {
        return false;
      }
      try (DirectoryStream<Path> found = Files.newDirectoryStream(place, pattern)) {
        for (Path path : found) {
          if (!sourceThen.items().containsKey(path.getFileName().toString())) {
            return true;
          }
        }
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void assertNextRunConverges(Path home) throws IOException {
      if (number % NEXT_BY_COMMAND == 0) {
        try (WatchedCommand next = start(backend, home)) {
          int exitCode = next.exitCode();
          String summary = next.lines().getLast();
          assertThat(exitCode).as("%s: %s", this, summary).isZero();
          assertThat(summary).as(toString()).startsWith("exact: ");
        }
      } else {
        MirrorReport next = mirror(backend, home);
        assertThat(next.isExact()).as("%s: %s", this, next).isTrue();
      }
      // What was left staged would be more than the source has.
      for (String side : List.of("source", "replica")) {
        Snapshot now = Snapshot.of(home.resolve(side));
        assertThat(TreeComparer.between(sourceThen, now, Respect.mirrored()))
            .as("%s of %s", side, this)
            .isEmpty();
      }
    }

    private List<Mismatch> torn(Snapshot now) {
      return Invariants.torn(oldThen, Upheaval.MOVED_FOLDERS, sourceThen, now).stream()
          .filter(mismatch -> !mayBeMissing(mismatch.path(), now))
          .toList();
    }

    /**
     * The portable backend puts a folder in another entry's place, or back, by two renames; no
     * backend puts one in the place of one that it has moved before by less.
     */
    private boolean mayBeMissing(String path, Snapshot now) {
      if (path.equals(Upheaval.TAKEN)) {
        return !now.items().containsKey(path);
      }
      if (!oldThen.items().containsKey(path) || !sourceThen.items().containsKey(path)) {
        return false;
      }
      Kind before = oldThen.items().get(path).kind();
      Kind after = sourceThen.items().get(path).kind();
      return backend == Backend.PORTABLE
          && !now.items().containsKey(path)
          && before != after
          && (before == Kind.DIRECTORY || after == Kind.DIRECTORY);
    }

    @Override
    public String toString() {
      return "%s killed %d ns after %s %d".formatted(backend, delay, mark, line);
    }
  }
}
