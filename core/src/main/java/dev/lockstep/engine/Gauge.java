package dev.lockstep.engine;

import dev.lockstep.api.Progress;
import dev.lockstep.digest.Meter;
import dev.lockstep.digest.Workspace;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How far a run is. Workers count, each by a meter of its own; whoever wants to know adds up. For
 * any thread.
 */
final class Gauge {
  /** From this size on it is noted which file is being read or copied. */
  private static final long WORTH_BYTES = 1024 * 1024;

  /** A file that takes less is not worth naming. */
  private static final long LONG_NANOS = 1_000_000_000;

  private final EngineClock clock;
  private final long worthBytes;
  private final List<Meter> meters = new ArrayList<>();
  private final Set<LongPassage> passages = ConcurrentHashMap.newKeySet();
  private final LongAdder listed = new LongAdder();
  private final LongAdder filesWaiting = new LongAdder();
  private final LongAdder bytesWaiting = new LongAdder();
  private volatile Progress.Stage stage = Progress.Stage.MARCHING;

  // Guarded by meters, as these are.
  private long readBefore;
  private long copiedBefore;

  /**
   * Makes one that shows nothing yet.
   *
   * @param bytesPerSecond how many are copied at most; a file that is small may take long then
   */
  Gauge(EngineClock clock, OptionalLong bytesPerSecond) {
    this.clock = clock;
    this.worthBytes = Math.min(WORTH_BYTES, bytesPerSecond.orElse(WORTH_BYTES));
  }

  /** The memory for one thread to work in, whose work is measured. */
  Workspace workspace(DigestAlgorithm algorithm) {
    var meter = new Meter();
    synchronized (meters) {
      meters.add(meter);
    }
    return new Workspace(algorithm, meter, Gauge::runBeside);
  }

  private static void runBeside(Runnable task) {
    Thread.ofPlatform().name("lockstep-hasher").daemon().start(task);
  }

  /**
   * The run marches once more. Nobody is at work any more with what was measured so far, which is
   * summed up: a run that follows changes may march thousands of times.
   */
  void again() {
    synchronized (meters) {
      readBefore = read();
      copiedBefore = copied();
      meters.clear();
    }
    stage = Progress.Stage.MARCHING;
  }

  private long read() {
    long sum = readBefore;
    for (Meter meter : meters) {
      sum += meter.read();
    }
    return sum;
  }

  private long copied() {
    long sum = copiedBefore;
    for (Meter meter : meters) {
      sum += meter.copied();
    }
    return sum;
  }

  /** The run is at another stage. */
  void at(Progress.Stage next) {
    stage = next;
  }

  /** A folder of the source has listed so many names. */
  void listed(long names) {
    listed.add(names);
  }

  /** A large file was come upon and waits for a worker. */
  void waits(long bytes) {
    filesWaiting.increment();
    bytesWaiting.add(bytes);
  }

  /** It is finished. */
  void isFinished(long bytes) {
    filesWaiting.decrement();
    bytesWaiting.add(-bytes);
  }

  /** A worker begins to deal with a pair; to be closed when it has. */
  Passage pass(FolderNode node, Pair pair, Workspace workspace) {
    long size = pair.ofSource().orElse(null) instanceof Entry.File file ? file.size() : 0;
    if (size < worthBytes) {
      return Passage.SHORT;
    }
    workspace.meter().begin();
    var passage = new LongPassage(node, pair, size, workspace.meter(), clock.nanos());
    passages.add(passage);
    return passage;
  }

  /** A pair in a worker's hands. */
  @FunctionalInterface
  interface Passage extends AutoCloseable {
    /** One that is not noted. */
    Passage SHORT = () -> {};

    @Override
    void close();
  }

  /** A file in a worker's hands, which may take long. Each is itself, and equals no other. */
  private final class LongPassage implements Passage {
    private final FolderNode node;
    private final Pair pair;
    private final long size;
    private final Meter meter;
    private final long since;

    LongPassage(FolderNode node, Pair pair, long size, Meter meter, long since) {
      this.node = node;
      this.pair = pair;
      this.size = size;
      this.meter = meter;
      this.since = since;
    }

    /** How much was gone through; a comparison may read the file once more than its size. */
    long position() {
      return Math.min(meter.position(), size);
    }

    Progress.LongFile file(long now) {
      var path = node.path().resolve(pair.name());
      return new Progress.LongFile(path, Duration.ofNanos(now - since), position(), size);
    }

    @Override
    public void close() {
      passages.remove(this);
    }
  }

  /**
   * How far the run is now.
   *
   * @param entries how many of the source's were come upon
   * @param leftOut how many are no part of the mirror
   */
  Progress progress(long entries, long leftOut, OptionalLong expected) {
    long read;
    long copied;
    synchronized (meters) {
      read = read();
      copied = copied();
    }
    long now = clock.nanos();
    long waiting = bytesWaiting.sum();
    LongPassage longest = null;
    for (LongPassage passage : passages) {
      waiting -= passage.size >= FileTask.WORTH_BYTES ? passage.position() : 0;
      boolean isLong = now - passage.since >= LONG_NANOS;
      if (isLong && (longest == null || passage.since - longest.since < 0)) {
        longest = passage;
      }
    }
    return new Progress(
        stage,
        entries,
        Math.max(entries, listed.sum() - leftOut),
        expected,
        read,
        copied,
        Math.max(0, filesWaiting.sum()),
        Math.max(0, waiting),
        longest == null ? Optional.empty() : Optional.of(longest.file(now)));
  }
}
