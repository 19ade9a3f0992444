package dev.lockstep.engine;

import dev.lockstep.api.Check;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Spared;
import dev.lockstep.api.WatchState;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.RunRequests;
import dev.lockstep.watch.Dirty;
import dev.lockstep.watch.DirtyPaths;
import dev.lockstep.watch.JoiningFiles;
import dev.lockstep.watch.Schedule;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors what changes as it changes: a run through everything first, then runs through what was
 * heard of, each of which lasts as long as changes come. Whatever is not certain to be heard of is
 * looked for by a run through everything. For one thread, which waits for all others.
 */
final class Watch implements Closeable {
  /** How long the roots stay open after the last change; then they can be unmounted. */
  private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

  /** After so long what was mirrored is flushed, and told as a run. */
  private static final long MOST_LIVE_NANOS = Duration.ofSeconds(30).toNanos();

  /** How often the index is written. */
  private static final long INDEX_NANOS = Duration.ofSeconds(30).toNanos();

  /** How often it is seen whether the roots are still the same. */
  private static final long CHECK_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * Where changes are not heard of, they are looked for so often, in at most a 20th of the time; so
   * is everything tried again that failed as a whole.
   */
  private static final long POLL_NANOS = Duration.ofSeconds(10).toNanos();

  private static final int POLL_SHARE = 20;

  /** How many times as long as a run through everything lasts it takes until links ask for one. */
  private static final int LINKS_SHARE = 10;

  private static final Problem IN_DOUBT =
      new Problem(
          RelativePath.ROOT,
          Problem.Cause.UNSTABLE,
          "more may have changed than was told; everything is looked at soon");

  private static final long FIRST_RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST_DOUBLINGS = 5;

  private final Session session;
  private final MirrorOptions options;
  private final WatchTimes times;
  private final EngineClock clock;
  private final MirrorListener listener;
  private final Cancellation cancellation;
  private final RunRequests requests;
  private final RunRequests news = new RunRequests();
  private final SaidNotes notes = new SaidNotes();
  private final AtomicBoolean areLinksInDoubt = new AtomicBoolean();
  private final DirtyPaths dirty;
  private final JoiningFiles joining = new JoiningFiles();
  private final Feeds feeds;
  private final Optional<Schedule> schedule;

  private long fullBegun;
  private long fullEnded;
  private int failures;
  private long indexKept;
  private long checked;
  private long entries;
  private long leftOut;
  private Spared spared = Spared.NOTHING;

  /** The most that a part has spared since. */
  private Spared sparedLately = Spared.NOTHING;

  private @Nullable LiveRun live;
  private long liveBegun;
  private long lastChange;
  private Instant idleSince;
  private Optional<Instant> lastMirrored = Optional.empty();

  /** Begins to hear of changes. */
  Watch(
      Session session,
      MirrorOptions options,
      Backends backends,
      WatchTimes times,
      EngineClock clock,
      MirrorListener listener,
      Cancellation cancellation,
      RunRequests requests) {
    this.session = session;
    this.options = options;
    this.times = times;
    this.clock = clock;
    this.listener = listener;
    this.cancellation = cancellation;
    this.requests = requests;
    this.schedule = times.every().map(every -> new Schedule(every, clock.nanos()));
    this.dirty = new DirtyPaths(clock::nanos, news::request);
    this.feeds =
        new Feeds(options, session.filter(), backends, dirty, joining, clock::nanos, cancellation);
    this.idleSince = clock.now();
    dirty.leaveOut(session::leavesOut);
  }

  /**
   * Mirrors until cancelled.
   *
   * @return the last report
   * @throws MirrorException if the first run cannot be made
   */
  MirrorReport run() throws MirrorException {
    Runnable wake = news::request;
    requests.onRequest(wake);
    try {
      MirrorReport last = full();
      sayNotes();
      while (!cancellation.isCancelled()) {
        last = step(last);
      }
      return endLive(last);
    } finally {
      requests.forget(wake);
    }
  }

  /** Does what is due, or waits until something is. */
  private MirrorReport step(MirrorReport last) {
    long now = clock.nanos();
    long full = fullDue();
    if (full <= now || requests.take()) {
      return fullAgain(endLive(last));
    }
    if (schedule.isPresent() && schedule.get().untilNext(now).isZero()) {
      return pass(last);
    }
    if (live != null && liveBegun + MOST_LIVE_NANOS <= now) {
      return endLive(last); // However much there is to do.
    }
    List<Dirty> due = failures > 0 ? List.of() : dirty.take();
    if (!due.isEmpty()) {
      return march(due, last);
    }
    if (live != null && liveDue() <= now) {
      return endLive(last);
    }
    if (live == null && session.isIndexHeld() && now - indexKept >= INDEX_NANOS) {
      session.keepIndex();
      indexKept = now;
    }
    if (live == null && now - checked >= CHECK_NANOS) {
      checked = now;
      feeds.check();
    }
    sayNotes();
    listener.waiting(new WatchState(idleSince, lastMirrored, dirty.waiting(), dirty.failed()));
    clock.await(untilDue(fullDue()), cancellation, news);
    return last;
  }

  private Duration untilDue(long full) {
    long now = clock.nanos();
    long due = full;
    if (schedule.isPresent()) {
      due = Math.min(due, now + schedule.get().untilNext(now).toNanos());
    }
    if (failures == 0) {
      due = Math.min(due, dirty.due());
    }
    if (live != null) {
      due = Math.min(due, liveDue());
    } else {
      due = Math.min(due, checked + CHECK_NANOS);
      if (session.isIndexHeld()) {
        due = Math.min(due, indexKept + INDEX_NANOS);
      }
    }
    return Duration.ofNanos(Math.max(0, due - now));
  }

  /** When a run through everything is due. */
  private long fullDue() {
    if (failures > 0) {
      return fullEnded + (FIRST_RETRY_NANOS << Math.min(failures - 1, MOST_DOUBLINGS));
    }
    long took = fullEnded - fullBegun;
    long due = fullBegun + times.full().toNanos();
    if (dirty.isAllInDoubt()) {
      due = Math.min(due, fullEnded + took);
    }
    due = Math.min(due, Math.max(dirty.dueAgain(), fullEnded + POLL_SHARE * took));
    if (areLinksInDoubt.get()) {
      due = Math.min(due, fullEnded + LINKS_SHARE * took);
    }
    if (!feeds.areComplete()) {
      long pause = times.every().map(Duration::toNanos).orElse(POLL_NANOS);
      due = Math.min(due, fullEnded + Math.max(pause, POLL_SHARE * took));
    }
    if (sparedLately.withheld() > 0) {
      // Only a run through everything can tell whether that still is so.
      due = Math.min(due, fullEnded + Math.max(CHECK_NANOS, POLL_SHARE * took));
    }
    return session.isApproved() ? Math.min(due, fullEnded) : due;
  }

  private long liveDue() {
    return Math.min(lastChange + LINGER_NANOS, liveBegun + MOST_LIVE_NANOS);
  }

  /**
   * Marches through everything; what changes meanwhile is dirty afterwards, be it mirrored or not.
   */
  private MirrorReport full() throws MirrorException {
    feeds.open();
    dirty.beginAll();
    areLinksInDoubt.set(false);
    fullBegun = clock.nanos();
    schedule.ifPresent(passes -> passes.begin(fullBegun));
    try {
      joining.begin();
      MirrorReport report =
          session.run(feeds::openAgain, Optional.of(joining), listener, cancellation);
      failures = 0;
      entries = report.counts().entries();
      leftOut = report.counts().leftOut();
      spared = report.spared();
      sparedLately = Spared.NOTHING;
      dirty.endAll(problems(report));
      if (feeds.openAgain()) {
        dirty.doubt();
      }
      return report;
    } finally {
      joining.end();
      fullEnded = clock.nanos();
      indexKept = fullEnded;
      checked = fullEnded;
      idleSince = clock.now();
    }
  }

  private MirrorReport fullAgain(MirrorReport last) {
    try {
      return full();
    } catch (MirrorException e) {
      failed(e);
    } catch (RuntimeException e) {
      failed(Failures.unexpected(e));
    }
    return last;
  }

  /** Nothing is mirrored until a run through everything can be made. */
  private void failed(MirrorException failure) {
    failures++;
    fullEnded = clock.nanos();
    dirty.doubt();
    listener.runFailed(session.runs(), failure);
  }

  private static List<Problem> problems(MirrorReport report) {
    List<Problem> problems = new ArrayList<>(report.problems());
    if (report.problemCount() > problems.size()) {
      problems.add(DirtyPaths.VERY_MANY);
    }
    return problems;
  }

  /** Tries again what could not be mirrored, and has it said whether the replica is exact. */
  private MirrorReport pass(MirrorReport last) {
    if (failures > 0 || !feeds.areComplete()) {
      return fullAgain(endLive(last));
    }
    schedule.orElseThrow().begin(clock.nanos());
    List<Dirty> due = dirty.takeAll();
    if (due.isEmpty() && live == null && session.isAllOnDisk()) {
      feeds.check();
      if (!dirty.isAllInDoubt()) {
        return session.pass(last, this::whole, listener);
      }
    }
    MirrorReport marched = march(due, last);
    if (live != null) {
      live.tellBegin();
    }
    return endLive(marched);
  }

  /** Marches through what may have changed, in the run that is going on, or a new one. */
  private MirrorReport march(List<Dirty> due, MirrorReport last) {
    try {
      LiveRun run = live == null ? begin() : live;
      if (options.check() == Check.STAMP) {
        keepBegin(run);
      }
      if (!due.isEmpty()) {
        dirty.end(due, run.march(due, () -> areLinksInDoubt.set(true)));
      }
      if (run.hasBegun()) {
        keepBegin(run);
      }
      lastChange = clock.nanos();
      return last;
    } catch (MirrorException e) {
      failed(e);
    } catch (RuntimeException e) {
      failed(Failures.unexpected(e));
    }
    return endLive(last);
  }

  private LiveRun begin() throws MirrorException {
    LiveRun run = session.live(entries, listener, cancellation);
    live = run;
    liveBegun = clock.nanos();
    return run;
  }

  /**
   * Keeps that something is written, so that a power cut is noticed. Where content is compared that
   * may be kept a moment later: what was torn is found without it.
   */
  private void keepBegin(LiveRun run) {
    if (!run.isKept()) {
      session.begun(run);
    }
  }

  private MirrorReport endLive(MirrorReport last) {
    LiveRun run = live;
    if (run == null) {
      return last;
    }
    live = null;
    try (run) {
      boolean isToKeep = clock.nanos() - indexKept >= INDEX_NANOS;
      MirrorReport report =
          session.end(
              run,
              isToKeep,
              ended -> {
                // A failed flush is a problem of the root, which a run through everything settles.
                dirty.end(List.of(), run.takeProblems());
                entries = DeletionRules.sizeAfter(entries, run.growth());
                return whole(ended);
              });
      if (isToKeep) {
        indexKept = clock.nanos();
      }
      idleSince = clock.now();
      if (report.counts().actions() > 0) {
        lastMirrored = Optional.of(idleSince);
      }
      return report;
    } catch (IOException e) {
      return last; // Closing is all that was left to do.
    } catch (RuntimeException e) {
      session.abandonHeldIndex();
      failed(Failures.unexpected(e));
      return last;
    }
  }

  /** What a run through everything would have said. */
  private MirrorReport whole(MirrorReport report) {
    Spared lately = report.spared().orMore(sparedLately);
    sparedLately = lately.asKnown();
    return report.of(entries, leftOut, standing(), lately.orMore(spared.asKnown()));
  }

  /** What could not be mirrored, and, as long as that was not looked for, that it may be more. */
  private List<Problem> standing() {
    List<Problem> standing = new ArrayList<>(dirty.problems());
    if (dirty.isAllInDoubt() || areLinksInDoubt.get()) {
      standing.add(IN_DOUBT);
    }
    return standing;
  }

  private void sayNotes() {
    feeds.notes().forEach(note -> notes.say(listener, note));
    dirty.takeReasons().forEach(listener::note);
  }

  /** Stops hearing of changes. */
  @Override
  public void close() {
    feeds.close();
    if (live != null) {
      session.abandonHeldIndex(); // Something went wrong, and what it claims was not flushed.
    }
    try (LiveRun _ = live) {
      live = null;
    } catch (IOException e) {
      // Closing is all that was left to do.
    }
  }
}
