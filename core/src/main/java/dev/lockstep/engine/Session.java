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
import dev.lockstep.watch.JoiningFiles;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one mirror, one at a time: each looks at the roots anew, and between them the replica
 * stays claimed, with the roots closed. For one thread.
 */
final class Session implements Closeable {
  private final MirrorOptions options;
  private final EngineClock clock;
  private final Filter filter;
  private final SaidNotes notes = new SaidNotes();
  private final Optional<SlidingHour> hour;
  private final DeletionRules.Told told = new DeletionRules.Told();
  private @Nullable Remembered remembered;
  private OpenIndex held = OpenIndex.NONE;
  private Filter lastFilter = Filter.NOTHING;

  /** Whether the index has what the last run through everything has found, and all since. */
  private boolean isIndexWhole;

  private long runs;
  private final PairState state;
  private final Preparation preparation;
  private final Optional<Duration> interval;

  /**
   * Opens nothing yet.
   *
   * @param isLasting whether there is more than one run
   * @param interval from the start of a run to that of the next, if that is known
   * @throws MirrorException if the filter is malformed
   */
  Session(
      MirrorOptions options,
      Backends backends,
      EngineClock clock,
      boolean isLasting,
      Optional<Duration> interval)
      throws MirrorException {
    this.options = options;
    this.filter = Filters.of(options.filter());
    this.state = new PairState(options);
    this.preparation =
        new Preparation(options, filter, backends, new ReplicaHold(options, clock), state, notes);
    this.interval = interval;
    this.hour = isLasting ? Optional.of(new SlidingHour()) : Optional.empty();
    this.clock = clock;
  }

  /**
   * Makes a run.
   *
   * @throws MirrorException if it cannot be made; then nothing was touched
   */
  MirrorReport run(MirrorListener listener, Cancellation cancellation) throws MirrorException {
    return run(() -> {}, Optional.empty(), listener, cancellation);
  }

  /**
   * The same.
   *
   * @param onOpen is run when both roots are there, before anything in them is looked at
   * @param joining what changes meanwhile and need not wait for the end
   */
  MirrorReport run(
      Runnable onOpen,
      Optional<JoiningFiles> joining,
      MirrorListener listener,
      Cancellation cancellation)
      throws MirrorException {
    closeHeldIndex();
    isIndexWhole = false;
    runs++;
    try (Prepared run = preparation.prepare(listener)) {
      onOpen.run();
      RunStart start = start(runs);
      listener.runStarted(start);
      preparation.sayNotes(run.roots().replica().capabilities(), listener);
      MirrorOptions asked = optionsOf(listener);
      Remembered known = remembered(run);
      DeletionRules rules = deletionRules(known, OptionalLong.empty());
      if (state.isUnflushed()) {
        known.unflushed().written();
      }
      if (!options.dryRun()) {
        state.begin(run.source(), run.replicaFolder(), start.at());
      }
      known.arrears().begin(start.at());
      Filter filter = makeFilter(run, listener);
      MirrorReport report;
      try (OpenIndex index = openIndex(run, asked, note -> notes.say(listener, note));
          Proofs proofs = proofs(index, run, asked, true, start.at())) {
        var basis =
            new RunBasis(
                asked, filter, run.roots(), run.guards(), clock, cancellation, known, proofs);
        OptionalLong expected = state.entriesOfLastRun();
        var whole = new Run(basis, rules, start, listener);
        listener.progress(() -> whole.progress(expected));
        report = whole.make(joining);
        proofs.notes().forEach(note -> notes.say(listener, note));
        isIndexWhole = proofs.areKept();
      }
      if (!report.cancelled() && !options.dryRun()) {
        known.arrears().end();
        known.fullDisk().end();
      }
      if (!options.dryRun()) {
        state.end(report, !known.unflushed().isWritten(), interval, clock.now());
      }
      MirrorReport told = report.withCautions(cautions());
      listener.runEnded(told);
      return told;
    } catch (IOException e) {
      throw refused(unopened(e));
    } catch (MirrorException e) {
      throw refused(e);
    }
  }

  /**
   * Begins a run that marches through what it is told to, after one that has marched through
   * everything.
   *
   * @param size how many entries the replica has
   * @throws MirrorException if it cannot be made; then nothing was touched
   */
  LiveRun live(long size, MirrorListener listener, Cancellation cancellation)
      throws MirrorException {
    try {
      Prepared run = preparation.prepare(listener);
      try {
        return live(run, size, listener, cancellation);
      } catch (IOException | RuntimeException e) {
        run.close();
        throw e;
      }
    } catch (IOException e) {
      throw refused(unopened(e));
    } catch (MirrorException e) {
      throw refused(e);
    }
  }

  private LiveRun live(Prepared run, long size, MirrorListener listener, Cancellation cancellation)
      throws IOException {
    RunStart start = start(runs + 1);
    var late = new LateListener(start, listener);
    preparation.sayNotes(run.roots().replica().capabilities(), late);
    MirrorOptions asked = optionsOf(late);
    Remembered known = remembered(run);
    Filter filter = makeFilter(run, late);
    Proofs proofs = proofs(heldIndex(run, asked, late), run, asked, true, start.at());
    var basis =
        new RunBasis(asked, filter, run.roots(), run.guards(), clock, cancellation, known, proofs);
    var rules = deletionRules(known, OptionalLong.of(size));
    return new LiveRun(run, proofs, new Run(basis, rules, start, late), late);
  }

  /** Keeps that a run is going on that marches in parts; once, before it writes or soon after. */
  void begun(LiveRun run) {
    if (state.isUnflushed()) {
      remembered(run.prepared()).unflushed().written();
    }
    state.begin(run.prepared().source(), run.prepared().replicaFolder(), run.start().at());
    run.kept();
  }

  /**
   * Ends it.
   *
   * @param isToKeep whether the index is to be on the disk by then
   * @return what came of it, as a run through everything would have to say
   */
  MirrorReport end(LiveRun run, boolean isToKeep, UnaryOperator<MirrorReport> whole) {
    MirrorReport report = whole.apply(run.end(isToKeep));
    run.notes().forEach(note -> notes.say(run.listener(), note));
    if (run.isDistrusted()) {
      abandonHeldIndex();
    }
    boolean isOnDisk = !remembered(run.prepared()).unflushed().isWritten();
    if (run.hasBegun() || run.isKept() || !isOnDisk) {
      state.end(report, isOnDisk, interval, clock.now());
    }
    MirrorReport told = report.withCautions(cautions());
    if (run.hasBegun()) {
      runs++;
      run.tellEnd(told);
    }
    return told;
  }

  /** Whether all that earlier runs wrote is on the disk, as far as that is known. */
  boolean isAllOnDisk() {
    Remembered known = remembered;
    return known != null
        && !known.unflushed().isWritten()
        && known.unflushed().inDoubt() == 0
        && !state.isUnflushed();
  }

  /**
   * A run that has nothing to look at: tells of it, and keeps that it was made. The roots are known
   * to be as they were at the last one.
   *
   * @param last what came of that
   * @return what came of it, as a run through everything would have to say
   */
  MirrorReport pass(MirrorReport last, UnaryOperator<MirrorReport> whole, MirrorListener listener) {
    runs++;
    RunStart start = start(runs);
    listener.runStarted(start);
    MirrorReport report = whole.apply(last.again(start));
    state.end(report, true, interval, clock.now());
    MirrorReport told = report.withCautions(cautions());
    listener.runEnded(told);
    return told;
  }

  /**
   * The index that stays open from one such run to the next. One that has lost something would take
   * what it does not know for new; without any, that is in doubt.
   */
  private OpenIndex heldIndex(Prepared run, MirrorOptions asked, MirrorListener listener) {
    OpenIndex index = held;
    boolean isOther =
        index.store().isPresent()
            && index.disk().filter(disk -> disk.isSame(run.replica().fileSystem())).isEmpty();
    if (isOther) {
      closeHeldIndex();
    }
    if (held.store().isEmpty() && isIndexWhole) {
      held = openIndex(run, asked, note -> lost(note, listener));
    }
    held.store().flatMap(ProofStore::trouble).ifPresent(note -> lost(note, listener));
    if (!isIndexWhole) {
      closeHeldIndex();
    }
    return held;
  }

  private void lost(String note, MirrorListener listener) {
    isIndexWhole = false;
    notes.say(listener, note);
  }

  /** Has the index on the disk as far as it is open; all that it claims is there by now. */
  void keepIndex() {
    held.store().ifPresent(ProofStore::commit);
  }

  /** Whether something is part of the index in memory only. */
  boolean isIndexHeld() {
    return held.store().filter(ProofStore::isHolding).isPresent();
  }

  private void closeHeldIndex() {
    held.close();
    held = OpenIndex.NONE;
  }

  /** Closes it without what is in memory only, of which some may not be on the replica's disk. */
  void abandonHeldIndex() {
    held.store().ifPresent(ProofStore::abandon);
    held = OpenIndex.NONE;
    isIndexWhole = false;
  }

  /** Whether a person has approved deletions that the next run through everything carries out. */
  boolean isApproved() {
    Remembered known = remembered;
    return known != null && known.withheld().isApproved();
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
        RunStart start = start(runs);
        listener.runStarted(start);
        preparation.sayNotes(run.roots().replica().capabilities(), listener);
        Remembered known = remembered(run);
        known.arrears().begin(start.at());
        Filter filter = makeFilter(run, listener);
        try (OpenIndex index = openIndex(run, options, note -> notes.say(listener, note));
            Proofs proofs = proofs(index, run, options, false, start.at())) {
          var basis =
              new RunBasis(
                  options, filter, run.roots(), run.guards(), clock, cancellation, known, proofs);
          VerifyReport report =
              new VerifyRun(basis, repair, state.entriesOfLastRun()).make(start, listener);
          proofs.notes().forEach(note -> notes.say(listener, note));
          return report.withCautions(cautions());
        }
      }
    } catch (IOException e) {
      throw unopened(e);
    }
  }

  private List<String> cautions() {
    return Stream.concat(state.cautions().stream(), preparation.cautions().stream()).toList();
  }

  private RunStart start(long number) {
    return new RunStart(number, clock.now(), options.source(), options.replica(), options.dryRun());
  }

  private static MirrorException unopened(IOException failure) {
    return new MirrorException(
        Reason.REFUSED,
        "The roots cannot be opened: "
            + Failures.reason(failure)
            + "; check that both are mounted, and what this user may do there.",
        failure);
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

  private DeletionRules deletionRules(Remembered known, OptionalLong size) {
    return new DeletionRules(
        breaker(),
        options.deletes(),
        hour,
        known.withheld(),
        known.judgement(),
        size.isPresent() ? told.ofPart() : told,
        size);
  }

  /**
   * An index, if there is one.
   *
   * @param disk which of the replica's file systems it is the index of
   */
  private record OpenIndex(Optional<ProofStore> store, Optional<FileSystemIdentity> disk)
      implements Closeable {
    static final OpenIndex NONE = new OpenIndex(Optional.empty(), Optional.empty());

    @Override
    public void close() {
      try {
        if (store.isPresent()) {
          store.get().close();
        }
      } catch (IOException e) {
        // What was applied is there; what is not costs time only.
      }
    }
  }

  private OpenIndex openIndex(Prepared run, MirrorOptions asked, Consumer<String> why) {
    if (!asked.keepsIndex()
        || state.folder().isEmpty()
        || !(run.replica() instanceof RootState.Folder replica)) {
      return OpenIndex.NONE;
    }
    PairFolder folder = state.folder().get();
    Optional<ProofStore> store =
        asked.dryRun()
            ? IndexFile.openCopy(folder, replica, RunBasis.spillFolder())
            : IndexFile.open(folder, replica, why);
    return new OpenIndex(store, Optional.of(replica.fileSystem()));
  }

  private Proofs proofs(
      OpenIndex index, Prepared run, MirrorOptions asked, boolean isForgetting, Instant at) {
    if (index.store().isEmpty() || !(run.replica() instanceof RootState.Folder replica)) {
      return Proofs.none(RunBasis.spillFolder());
    }
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
        index.store().map(open -> new Proofs.Index(open, rules)),
        !asked.dryRun(),
        isForgetting,
        RunBasis.spillFolder(),
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
    closeHeldIndex();
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

  private Filter makeFilter(Prepared run, MirrorListener listener) throws IOException {
    LeftOut leftOut = LeftOut.of(options, run.source());
    leftOut.notes().forEach(note -> notes.say(listener, note));
    Set<RelativePath> paths = new HashSet<>(leftOut.paths());
    run.guards().protectedMounts().forEach(problem -> paths.add(problem.path()));
    lastFilter = filter.leavingOutAlso(paths);
    return lastFilter;
  }

  /** The filter that was asked for. */
  Filter filter() {
    return filter;
  }

  /** Whether the last run left just this path out, whatever was asked for. */
  boolean leavesOut(RelativePath path) {
    return lastFilter.leavesOut(path);
  }
}
