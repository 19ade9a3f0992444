package dev.lockstep.engine;

import dev.lockstep.api.Check;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Repair;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.RootState;
import dev.lockstep.guard.DeletionBreaker;
import dev.lockstep.guard.MachineStart;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.guard.SlidingHour;
import dev.lockstep.index.ProofStore;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RelativePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one mirror, one at a time: each looks at the roots anew, and between them the replica
 * stays claimed, with the roots closed. For one thread.
 */
final class Session implements Closeable {
  private final MirrorOptions options;
  private final EngineClock clock;
  private final SaidNotes notes = new SaidNotes();
  private final Optional<SlidingHour> hour;
  private final DeletionRules.Told told = new DeletionRules.Told();
  private @Nullable Remembered remembered;
  private long runs;
  private final PairState state;
  private final Preparation preparation;
  private final Optional<Duration> interval;

  /**
   * Opens nothing yet.
   *
   * @param interval from the start of a run to that of the next; empty: there is one run
   */
  Session(
      MirrorOptions options, Backends backends, EngineClock clock, Optional<Duration> interval) {
    this.options = options;
    this.state = new PairState(options);
    this.preparation =
        new Preparation(options, backends, new ReplicaHold(options, clock), state, notes);
    this.interval = interval;
    this.hour = interval.map(_ -> new SlidingHour());
    this.clock = clock;
  }

  /**
   * Makes a run.
   *
   * @throws MirrorException if it cannot be made; then nothing was touched
   */
  MirrorReport run(MirrorListener listener, Cancellation cancellation) throws MirrorException {
    runs++;
    try (Prepared run = preparation.prepare(listener)) {
      var start =
          new RunStart(runs, clock.now(), options.source(), options.replica(), options.dryRun());
      listener.runStarted(start);
      preparation.sayNotes(run.roots().replica().capabilities(), listener);
      MirrorOptions asked = optionsOf(listener);
      Remembered known = remembered(run);
      DeletionRules rules = deletionRules(known);
      if (state.isUnflushed()) {
        known.unflushed().written();
      }
      if (!options.dryRun()) {
        state.begin(run.source(), run.replicaFolder(), start.at());
      }
      known.arrears().begin(start.at());
      Filter filter = filter(run, listener);
      MirrorReport report;
      try (Proofs proofs = proofs(run, asked, true, start.at(), listener)) {
        var basis =
            new RunBasis(
                asked, filter, run.roots(), run.guards(), clock, cancellation, known, proofs);
        report = new Run(basis, rules).make(start, listener);
        proofs.notes().forEach(note -> notes.say(listener, note));
      }
      if (!report.cancelled() && !options.dryRun()) {
        known.arrears().end();
        known.fullDisk().end();
      }
      if (!options.dryRun()) {
        state.end(report, !known.unflushed().isWritten(), interval, clock.now());
      }
      MirrorReport whole = report.withCautions(state.cautions());
      listener.runEnded(whole);
      return whole;
    } catch (IOException e) {
      throw refused(
          new MirrorException(
              Reason.REFUSED, "The roots cannot be opened: " + Failures.reason(e) + ".", e));
    } catch (MirrorException e) {
      throw refused(e);
    }
  }

  /**
   * Verifies.
   *
   * @param repair what may be repaired; nothing: the options are those of a dry run
   * @throws MirrorException if it cannot be done; then nothing was touched
   */
  VerifyReport verify(Repair repair, MirrorListener listener, Cancellation cancellation)
      throws MirrorException {
    try {
      boolean changesNothing = repair == Repair.NOTHING;
      try (Prepared run = preparation.prepareVerifying(changesNothing, listener)) {
        runs++;
        var start =
            new RunStart(runs, clock.now(), options.source(), options.replica(), options.dryRun());
        listener.runStarted(start);
        preparation.sayNotes(run.roots().replica().capabilities(), listener);
        Remembered known = remembered(run);
        known.arrears().begin(start.at());
        Filter filter = filter(run, listener);
        try (Proofs proofs = proofs(run, options, false, start.at(), listener)) {
          var basis =
              new RunBasis(
                  options, filter, run.roots(), run.guards(), clock, cancellation, known, proofs);
          VerifyReport report = new VerifyRun(basis, repair).make(start, listener);
          proofs.notes().forEach(note -> notes.say(listener, note));
          return report.withCautions(state.cautions());
        }
      }
    } catch (IOException e) {
      throw new MirrorException(
          Reason.REFUSED, "The roots cannot be opened: " + Failures.reason(e) + ".", e);
    }
  }

  private MirrorException refused(MirrorException refusal) {
    if (!options.dryRun() && refusal.reason() == Reason.REFUSED) {
      state.refused(String.valueOf(refusal.getMessage()), clock.now());
    }
    return refusal;
  }

  /** A root that is a link may lead elsewhere by now, and another disk may be mounted. */
  private Remembered remembered(Prepared run) {
    Remembered known = remembered;
    FileSystemIdentity disk = run.replica().fileSystem();
    Optional<PairFolder> folder = state.folder();
    if (known == null || !known.isOf(folder, disk)) {
      known = Remembered.of(folder, disk);
      remembered = known;
    }
    return known;
  }

  private DeletionRules deletionRules(Remembered known) {
    return new DeletionRules(
        breaker(), options.deletes(), hour, known.withheld(), known.judgement(), told);
  }

  private Proofs proofs(
      Prepared run,
      MirrorOptions asked,
      boolean isForgetting,
      Instant at,
      MirrorListener listener) {
    Path spillFolder = Path.of(System.getProperty("java.io.tmpdir"));
    if (!asked.keepsIndex()
        || state.folder().isEmpty()
        || !(run.replica() instanceof RootState.Folder replica)) {
      return Proofs.none(spillFolder);
    }
    Optional<ProofStore> store =
        asked.dryRun()
            ? IndexFile.openCopy(state.folder().get(), replica, spillFolder)
            : IndexFile.open(state.folder().get(), replica, note -> notes.say(listener, note));
    var demand =
        new ProofRules.Demand(
            asked.check() != Check.STAMP,
            asked.check() != Check.BYTES,
            Checks.algorithm(asked.check()),
            asked.rehash(),
            asked.scrubAge());
    var rules =
        new ProofRules(
            run.source(),
            replica,
            Checks.carried(run.roots(), asked),
            demand,
            MachineStart.id(),
            asked.durability() != Durability.NONE);
    return new Proofs(
        store.map(open -> new Proofs.Index(open, rules)),
        !asked.dryRun(),
        isForgetting,
        spillFolder,
        at);
  }

  private DeletionBreaker breaker() {
    // No switch: see "The start" in ARCHITECTURE.md.
    if (options.deletionLimit() instanceof DeletionLimit.Entries(long most)) {
      return new DeletionBreaker(most, 0);
    }
    return options.deletionLimit() instanceof DeletionLimit.Share(int percent)
        ? new DeletionBreaker(0, percent)
        : DeletionBreaker.USUAL;
  }

  /** How many runs were begun. */
  long runs() {
    return runs;
  }

  /** Lets go of the replica. */
  @Override
  public void close() {
    preparation.close();
  }

  /** What was asked for, or more where the last run was cut off and stamps prove nothing. */
  private MirrorOptions optionsOf(MirrorListener listener) {
    if (options.check() != Check.STAMP || !state.wasCutOff()) {
      return options;
    }
    notes.say(
        listener,
        "The last run was cut off by a restart of the machine, so content is compared this time.");
    return options.withCheck(Check.MD5);
  }

  private Filter filter(Prepared run, MirrorListener listener) throws IOException {
    LeftOut leftOut = LeftOut.of(options, run.source());
    leftOut.notes().forEach(note -> notes.say(listener, note));
    Set<RelativePath> paths = new HashSet<>(leftOut.paths());
    run.guards().protectedMounts().forEach(problem -> paths.add(problem.path()));
    return Filter.leavingOut(paths);
  }
}
