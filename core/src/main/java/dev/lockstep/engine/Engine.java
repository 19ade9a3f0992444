package dev.lockstep.engine;

import dev.lockstep.api.Adoption;
import dev.lockstep.api.FilterAnswer;
import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.ManifestReport;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.MirrorStatus;
import dev.lockstep.api.Repair;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.compare.ContentCheck;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.RunRequests;
import dev.lockstep.verify.ChecksumLines;
import dev.lockstep.watch.Schedule;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes runs, with the backends and the clock it was given. Immutable; each call is a mirror of its
 * own.
 */
public final class Engine {
  private final Backends backends;
  private final EngineClock clock;

  private Engine(Backends backends, EngineClock clock) {
    this.backends = backends;
    this.clock = clock;
  }

  /** An engine with the installed backends and the system's clock. */
  public static Engine standard() {
    return new Engine(Backends.installed(), EngineClock.SYSTEM);
  }

  /** An engine with other backends and another clock. */
  public static Engine with(List<TreeProvider> providers, EngineClock clock) {
    return new Engine(new Backends(providers), clock);
  }

  /**
   * Mirrors once.
   *
   * @throws MirrorException if the run cannot be made
   */
  public MirrorReport run(MirrorOptions options, MirrorListener listener, Cancellation cancellation)
      throws MirrorException {
    try (Session session = new Session(options, backends, clock, false, Optional.empty())) {
      return session.run(listener, cancellation);
    }
  }

  /**
   * Mirrors now and then every so often, and when asked for, until cancelled.
   *
   * @return the last report
   * @throws MirrorException if the first run cannot be made
   */
  public MirrorReport every(
      Duration interval,
      MirrorOptions options,
      MirrorListener listener,
      Cancellation cancellation,
      RunRequests requests)
      throws MirrorException {
    try (Session session = new Session(options, backends, clock, true, Optional.of(interval))) {
      var schedule = new Schedule(interval, clock.nanos());
      schedule.begin(clock.nanos());
      MirrorReport last = session.run(listener, cancellation);
      while (!clock.await(schedule.untilNext(clock.nanos()), cancellation, requests)) {
        schedule.begin(clock.nanos());
        last = runAgain(session, listener, cancellation, last);
      }
      return last;
    }
  }

  /**
   * Mirrors as things happen, until cancelled.
   *
   * @return the last report
   * @throws MirrorException if the first run cannot be made
   */
  public MirrorReport watch(
      WatchTimes times,
      MirrorOptions options,
      MirrorListener listener,
      Cancellation cancellation,
      RunRequests requests)
      throws MirrorException {
    try (Session session = new Session(options, backends, clock, true, times.every());
        Watch watch =
            new Watch(session, options, backends, times, clock, listener, cancellation, requests)) {
      return watch.run();
    }
  }

  /**
   * Verifies that both sides are equal, by reading them whole.
   *
   * @throws MirrorException if it cannot be done
   */
  public VerifyReport verify(
      MirrorOptions options, Repair repair, MirrorListener listener, Cancellation cancellation)
      throws MirrorException {
    if (Checks.of(options.check()) != ContentCheck.DIGEST) {
      throw new MirrorException(
          MirrorException.Reason.USAGE,
          "Verifying needs digests: md5, sha256 or xxh128, not %s."
              .formatted(options.check().word()));
    }
    MirrorOptions asked = options.withDryRun(repair == Repair.NOTHING);
    try (Session session = new Session(asked, backends, clock, false, Optional.empty())) {
      return session.verify(repair, listener, cancellation);
    }
  }

  /**
   * What is known of the runs of a pair.
   *
   * @throws MirrorException if that cannot be found out
   */
  public MirrorStatus status(MirrorOptions options) throws MirrorException {
    return new PairQuestions(options, backends).status();
  }

  /**
   * Approves the deletions of a pair that are withheld, if the answer is yes.
   *
   * @return how many entries were approved
   * @throws MirrorException if what is withheld cannot be read, or the answer cannot be kept
   */
  public long approve(
      MirrorOptions options, Consumer<WithheldDeletion> shown, BooleanSupplier question)
      throws MirrorException {
    return new PairQuestions(options, backends).approve(shown, question);
  }

  /**
   * Accepts the roots of a pair as they are, if the answer is yes.
   *
   * @return whether anything was accepted
   * @throws MirrorException if the roots are not in order, or it cannot be kept
   */
  public boolean adopt(MirrorOptions options, Predicate<Adoption> question) throws MirrorException {
    return new PairQuestions(options, backends).adopt(question);
  }

  /**
   * Says which rule of a pair's filter decides on a path.
   *
   * @param isFolder whether it is to be taken for a folder where neither root has it
   * @throws MirrorException if the filter is malformed, or the source cannot be looked at
   */
  public FilterAnswer explainFilter(MirrorOptions options, RelativePath path, boolean isFolder)
      throws MirrorException {
    return new FilterExplanation(options, backends).of(path, isFolder);
  }

  /**
   * Sees whether a filter is in order.
   *
   * @throws MirrorException if a pattern of it is malformed or can match nothing
   */
  public void checkFilter(MirrorOptions options) throws MirrorException {
    Filters.of(options.filter());
  }

  /**
   * Writes a line with the digest of each file of a folder.
   *
   * @throws MirrorException if the folder is not in order
   * @throws IOException if the lines cannot be written
   */
  public ManifestReport manifest(
      ManifestOptions options,
      OutputStream lines,
      ManifestListener listener,
      Cancellation cancellation)
      throws MirrorException, IOException {
    return new ManifestRun(options, backends, listener, cancellation)
        .write(new ChecksumLines(lines));
  }

  /**
   * Makes one digest of a folder and all that is in it.
   *
   * @throws MirrorException if the folder is not in order
   */
  public ManifestReport treeDigest(
      ManifestOptions options, ManifestListener listener, Cancellation cancellation)
      throws MirrorException {
    return new ManifestRun(options, backends, listener, cancellation).digest();
  }

  private static MirrorReport runAgain(
      Session session, MirrorListener listener, Cancellation cancellation, MirrorReport last) {
    try {
      return session.run(listener, cancellation);
    } catch (MirrorException e) {
      listener.runFailed(session.runs(), e);
    } catch (RuntimeException e) {
      listener.runFailed(session.runs(), Failures.unexpected(e));
    }
    return last;
  }
}
