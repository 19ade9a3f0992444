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
import dev.lockstep.apply.DryReplicaTree;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.guard.DeletionBreaker;
import dev.lockstep.guard.IdentityGuard;
import dev.lockstep.guard.MachineStart;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.guard.RootGuard;
import dev.lockstep.guard.RootWatch;
import dev.lockstep.guard.SlidingHour;
import dev.lockstep.index.ProofStore;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
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
  private final Backends.Choice sourceBackend;
  private final Backends.Choice replicaBackend;
  private final RootGuard guard;
  private final Set<String> saidNotes = new HashSet<>();
  private final Optional<SlidingHour> hour;
  private final DeletionRules.Told told = new DeletionRules.Told();
  private @Nullable Remembered remembered;
  private long runs;
  private final ReplicaHold hold;
  private final PairState state;
  private final Optional<Duration> interval;

  /**
   * Opens nothing yet.
   *
   * @param interval from the start of a run to that of the next; empty: there is one run
   */
  Session(
      MirrorOptions options, Backends backends, EngineClock clock, Optional<Duration> interval) {
    this.options = options;
    this.hold = new ReplicaHold(options, clock);
    this.state = new PairState(options);
    this.interval = interval;
    this.hour = interval.map(_ -> new SlidingHour());
    this.clock = clock;
    this.sourceBackend = backends.choose(options.source());
    this.replicaBackend = backends.choose(options.replica());
    this.guard = new RootGuard(options.source(), options.replica(), options.oneFileSystem());
  }

  /**
   * Makes a run.
   *
   * @throws MirrorException if it cannot be made; then nothing was touched
   */
  MirrorReport run(MirrorListener listener, Cancellation cancellation) throws MirrorException {
    runs++;
    try (Prepared run = prepare(listener)) {
      var start =
          new RunStart(runs, clock.now(), options.source(), options.replica(), options.dryRun());
      listener.runStarted(start);
      sayNotes(run.roots().replica().capabilities(), listener);
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
        report =
            new Run(
                    asked,
                    filter,
                    run.roots(),
                    run.guards(),
                    rules,
                    clock,
                    cancellation,
                    known,
                    proofs)
                .make(start, listener);
        proofs.notes().forEach(note -> say(listener, note));
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
      refuseMissing(inspect().replica());
      try (Prepared run = prepare(listener)) {
        runs++;
        var start =
            new RunStart(runs, clock.now(), options.source(), options.replica(), options.dryRun());
        listener.runStarted(start);
        sayNotes(run.roots().replica().capabilities(), listener);
        Remembered known = remembered(run);
        known.arrears().begin(start.at());
        Filter filter = filter(run, listener);
        try (Proofs proofs = proofs(run, options, false, start.at(), listener)) {
          VerifyReport report =
              new VerifyRun(
                      options,
                      repair,
                      filter,
                      run.roots(),
                      run.guards(),
                      clock,
                      cancellation,
                      known,
                      proofs)
                  .make(start, listener);
          proofs.notes().forEach(note -> say(listener, note));
          return report.withCautions(state.cautions());
        }
      }
    } catch (IOException e) {
      throw new MirrorException(
          Reason.REFUSED, "The roots cannot be opened: " + Failures.reason(e) + ".", e);
    }
  }

  private void refuseMissing(RootState replica) throws MirrorException {
    if (replica instanceof RootState.Missing) {
      throw new MirrorException(
          Reason.REFUSED,
          "The replica %s does not exist, so there is nothing to verify."
              .formatted(Shown.text(options.replica().toString())));
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
    FileSystemIdentity disk = IdentityGuard.fileSystem(run.replica());
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
            : IndexFile.open(state.folder().get(), replica, note -> say(listener, note));
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
    return switch (options.deletionLimit()) {
      case DeletionLimit.Usual _ -> DeletionBreaker.USUAL;
      case DeletionLimit.Entries(long most) -> new DeletionBreaker(most, 0);
      case DeletionLimit.Share(int percent) -> new DeletionBreaker(0, percent);
    };
  }

  /** How many runs were begun. */
  long runs() {
    return runs;
  }

  /** Lets go of the replica. */
  @Override
  public void close() {
    hold.close();
  }

  /**
   * What a run needs, found in order.
   *
   * @param source the source root
   * @param replica what stands at the replica's
   * @param guards what keeps the run from deleting on doubtful evidence
   */
  private record Prepared(Roots roots, RootState.Folder source, RootState replica, RunGuards guards)
      implements Closeable {
    RootState.Folder replicaFolder() {
      if (replica instanceof RootState.Folder folder) {
        return folder;
      }
      throw new IllegalStateException("a run that is not dry has a replica");
    }

    @Override
    public void close() throws IOException {
      roots.close();
    }
  }

  /** The roots, both in order as far as reading can tell. */
  private record Found(RootState.Folder source, RootState replica) {}

  /** Looks at the roots, claims and makes the replica, looks again, opens both, and locks. */
  private Prepared prepare(MirrorListener listener) throws IOException, MirrorException {
    Found found = inspect();
    boolean isNew = found.replica() instanceof RootState.Missing;
    if (options.dryRun()) {
      return open(found, isNew, listener);
    }
    claim(found.replica(), listener);
    if (isNew) {
      make();
    }
    found = inspect();
    claim(found.replica(), listener);
    return open(found, isNew, listener);
  }

  private void make() throws MirrorException {
    try {
      replicaBackend.provider().createRoot(options.replica());
    } catch (IOException e) {
      String shown = Shown.text(options.replica().toString());
      throw new MirrorException(
          Reason.REFUSED,
          "The replica " + shown + " cannot be made: " + Failures.reason(e) + ".",
          e);
    }
  }

  /** Looks at both roots and refuses what is not in order. */
  private Found inspect() throws IOException, MirrorException {
    RootState source = sourceBackend.provider().inspect(options.source());
    RootState replica = replicaBackend.provider().inspect(options.replica());
    state.read(source, replica);
    Optional<String> refusal = guard.refusal(source, replica);
    if (refusal.isPresent() || !(source instanceof RootState.Folder folder)) {
      throw new MirrorException(Reason.REFUSED, refusal.orElse("The source is no folder."));
    }
    Optional<String> misuse = LeftOut.misuse(options, replica);
    if (misuse.isPresent()) {
      throw new MirrorException(Reason.USAGE, misuse.get());
    }
    state.check(folder, replica);
    return new Found(folder, replica);
  }

  private Prepared open(Found found, boolean isNew, MirrorListener listener)
      throws IOException, MirrorException {
    SourceTree source = sourceBackend.provider().openSource(options.source());
    try {
      var roots = new Roots(source, openReplica(found.replica(), listener), isNew);
      return new Prepared(roots, found.source(), found.replica(), guards(found, roots));
    } catch (IOException | MirrorException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private ReplicaTree openReplica(RootState found, MirrorListener listener)
      throws IOException, MirrorException {
    TreeProvider replicas = replicaBackend.provider();
    if (found instanceof RootState.Missing missing) {
      return DryReplicaTree.missing(replicas.openReplica(missing.nearest()));
    }
    ReplicaTree replica = replicas.openReplica(options.replica());
    if (options.dryRun()) {
      return DryReplicaTree.of(replica);
    }
    try {
      if (!hold.lock(replica)) {
        say(
            listener,
            "This replica cannot be locked by itself, so a run with another state folder, another user's for instance, would not be noticed: start none.");
      }
      return replica;
    } catch (IOException | MirrorException | RuntimeException e) {
      replica.close();
      throw e;
    }
  }

  private RunGuards guards(Found found, Roots roots) {
    var source = new RootWatch(sourceBackend.provider(), options.source(), found.source());
    Optional<RootWatch> replica =
        found.replica() instanceof RootState.Folder folder
            ? Optional.of(new RootWatch(replicaBackend.provider(), options.replica(), folder))
            : Optional.empty();
    return new RunGuards(state.protectedMounts(found.source()), source, replica, roots);
  }

  /** Claims the place of the replica, and the folder that it is. */
  private void claim(RootState replica, MirrorListener listener) throws MirrorException {
    try {
      switch (replica) {
        case RootState.Folder folder -> {
          hold.claim(folder.realPath());
          hold.claim(folder);
        }
        case RootState.Missing missing -> hold.claim(missing.realPath());
        case RootState.DanglingLink _, RootState.NotAFolder _, RootState.Unreachable _ -> {}
      }
    } catch (IOException e) {
      String stateFolder =
          options.stateDirectory().map(path -> Shown.text(path.toString())).orElse("");
      say(
          listener,
          "The replica is not guarded between runs: the state folder %s cannot be written (%s); name another with --state-dir."
              .formatted(stateFolder, Failures.reason(e)));
    }
  }

  /** What was asked for, or more where the last run was cut off and stamps prove nothing. */
  private MirrorOptions optionsOf(MirrorListener listener) {
    if (options.check() != Check.STAMP || !state.wasCutOff()) {
      return options;
    }
    say(
        listener,
        "The last run was cut off by a restart of the machine, so content is compared this time.");
    return options.withCheck(Check.MD5);
  }

  private Filter filter(Prepared run, MirrorListener listener) throws IOException {
    LeftOut leftOut = LeftOut.of(options, run.source());
    leftOut.notes().forEach(note -> say(listener, note));
    Set<RelativePath> paths = new HashSet<>(leftOut.paths());
    run.guards().protectedMounts().forEach(problem -> paths.add(problem.path()));
    return Filter.leavingOut(paths);
  }

  private void sayNotes(Capabilities capabilities, MirrorListener listener) {
    sourceBackend.notes().forEach(note -> say(listener, note));
    replicaBackend.notes().forEach(note -> say(listener, note));
    state.notes().forEach(note -> say(listener, note));
    if (!capabilities.confined()) {
      say(listener, "With this backend, a link that is swapped in during a run may be followed.");
    }
    if (!capabilities.atomicExchange()) {
      say(listener, "On this replica, an entry that changes its kind may be missing for a moment.");
    }
  }

  private void say(MirrorListener listener, String note) {
    if (saidNotes.add(note)) {
      listener.note(note);
    }
  }
}
