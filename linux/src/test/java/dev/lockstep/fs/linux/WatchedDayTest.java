package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RunRequests;
import dev.lockstep.testkit.DelegatingProvider;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A day of changes, really made and really heard of, under a clock that makes a minute of each
 * wait: what the mirror holds must not grow with what it has seen.
 */
@Tag("full")
final class WatchedDayTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What is waited for longer is idle. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  /** How long the clock waits for what the kernel and the mirror do. */
  private static final Duration TICK = Duration.ofMillis(5);

  private static final int DAY_MINUTES = 24 * 60;

  /** By then whatever is made once is made. */
  private static final int SETTLED_MINUTES = 3 * 60;

  private static final int MINUTES_BETWEEN_CHANGES = 5;
  private static final int FOLDERS_AT_ONCE = 10;
  private static final int FOLDERS_KEPT = 50;

  /** Half of that is what the index keeps of its file in memory, which has a bound of its own. */
  private static final long HEAP_GROWTH = 3_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** In memory where that is to be had, since nothing here is about disks. */
  @TempDir(factory = InMemory.class)
  private Path folder;

  private Path source;
  private Path replica;

  static final class InMemory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      return Files.isWritable(MEMORY)
          ? Files.createTempDirectory(MEMORY, "lockstep-day")
          : Files.createTempDirectory("lockstep-day");
    }
  }

  /** What a process holds that may run short. */
  private record Held(long descriptors, long watches, long heap) {
    static Held now() throws IOException {
      long heap = usedHeap();
      long descriptors = 0;
      long watches = 0;
      try (DirectoryStream<Path> infos = Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
        for (Path info : infos) {
          descriptors++;
          watches += countWatches(info);
        }
      }
      return new Held(descriptors, watches, heap);
    }

    private static long countWatches(Path info) throws IOException {
      try (Stream<String> lines = Files.lines(info)) {
        return lines.filter(line -> line.startsWith("inotify wd:")).count();
      } catch (NoSuchFileException e) {
        return 0; // It was closed meanwhile.
      }
    }

    private static long usedHeap() {
      Runtime runtime = Runtime.getRuntime();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        System.gc();
        least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
      }
      return least;
    }
  }

  @Test
  void aDayLeavesNothingBehindWithInotify() throws Exception {
    assertNothingGrows(
        new DelegatingProvider(new LinuxTreeProvider()) {
          @Override
          public Watching watch(Path root, Watching.Scope scope) throws IOException {
            return InotifyFeed.begin(WatchedRoot.at(root), scope);
          }
        });
  }

  @Test
  void aDayLeavesNothingBehindWithFanotify() throws Exception {
    assertNothingGrows(
        new DelegatingProvider(new LinuxTreeProvider()) {
          @Override
          public Watching watch(Path root, Watching.Scope scope) throws IOException {
            // The source is changed by this very process.
            long self = root.equals(source) ? -1 : ProcessHandle.current().pid();
            return new Watching.Fed(
                FanotifyFeed.begin(WatchedRoot.at(root), scope, self).orElseThrow());
          }
        });
  }

  private void assertNothingGrows(TreeProvider provider) throws Exception {
    source = Files.createDirectory(folder.toRealPath().resolve("source"));
    replica = folder.toRealPath().resolve("replica");
    Files.writeString(source.resolve("mark"), "-1");
    MirrorOptions options =
        MirrorOptions.of(source, replica)
            .withStateDirectory(folder.resolve("state"))
            .withDeletionLimit(DeletionLimit.NO_LIMIT);
    var day = new Day();
    MirrorReport last =
        Runs.engine(provider, day)
            .watch(
                new WatchTimes(Optional.empty(), Duration.ofDays(2)),
                options,
                MirrorListener.NONE,
                new Cancellation(),
                new RunRequests());
    assertThat(last.problems()).isEmpty();
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    Held early = day.early.orElseThrow();
    Held late = day.late.orElseThrow();
    assertThat(late.descriptors()).isLessThanOrEqualTo(early.descriptors());
    // Watches of folders that are gone are given back some time later.
    assertThat(late.watches()).isLessThan(early.watches() + FOLDERS_KEPT);
    assertThat(late.heap() - early.heap()).isLessThan(HEAP_GROWTH);
  }

  /** What happens at once: folders come with a file, one is renamed, as many old ones go. */
  private void change(int minute) throws IOException {
    int first = minute / MINUTES_BETWEEN_CHANGES * FOLDERS_AT_ONCE;
    for (int i = first; i < first + FOLDERS_AT_ONCE; i++) {
      Path below = Files.createDirectories(source.resolve("folder" + i).resolve("below"));
      Files.writeString(below.resolve("file"), "text " + i);
      int old = i - FOLDERS_KEPT;
      if (old >= 0) {
        remove(source.resolve("kept" + old));
      }
      Files.move(source.resolve("folder" + i), source.resolve("kept" + i));
    }
    Files.writeString(source.resolve("mark"), String.valueOf(minute));
  }

  private static void remove(Path kept) throws IOException {
    Files.delete(kept.resolve("below/file"));
    Files.delete(kept.resolve("below"));
    Files.delete(kept);
  }

  private boolean isMirrored() {
    try {
      return Files.mismatch(source.resolve("mark"), replica.resolve("mark")) < 0;
    } catch (IOException e) {
      return false; // It is on its way.
    }
  }

  /** Lets a minute pass, and the next things happen, whenever the last ones have arrived. */
  private final class Day extends StillClock {
    private int minute = -1;
    private long begun = System.nanoTime();
    private Optional<Held> early = Optional.empty();
    private Optional<Held> late = Optional.empty();

    @Override
    public boolean await(Duration time, Cancellation token, RunRequests news) {
      try {
        if (!isMirrored()) {
          return awaitArrival(time, token, news);
        }
        if (news.take()) {
          return false;
        }
        advance(time.compareTo(MINUTE) < 0 ? time : MINUTE);
        return time.compareTo(IDLE) >= 0 && next(token);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private boolean awaitArrival(Duration time, Cancellation token, RunRequests news) {
      boolean isStopped = news.await(TICK, token);
      advance(time.compareTo(TICK) < 0 ? time : TICK);
      assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
      return isStopped;
    }

    private boolean next(Cancellation token) throws IOException {
      minute++;
      if (minute == SETTLED_MINUTES) {
        early = Optional.of(Held.now());
      }
      if (minute == DAY_MINUTES) {
        late = Optional.of(Held.now());
        token.cancel();
        return true;
      }
      if (minute % MINUTES_BETWEEN_CHANGES == 0) {
        change(minute);
        begun = System.nanoTime();
      }
      return false;
    }
  }
}
