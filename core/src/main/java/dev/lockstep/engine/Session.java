package dev.lockstep.engine;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.apply.DryReplicaTree;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.guard.ReplicaLock;
import dev.lockstep.guard.RootGuard;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Shown;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one mirror, one at a time: each looks at the roots anew, and between them the replica
 * stays locked, with the roots closed. For one thread.
 */
final class Session implements Closeable {
  private final MirrorOptions options;
  private final EngineClock clock;
  private final Backends.Choice sourceBackend;
  private final Backends.Choice replicaBackend;
  private final RootGuard guard;
  private final Unflushed unflushed = new Unflushed();
  private final Set<String> saidNotes = new HashSet<>();
  private long runs;
  private @Nullable ReplicaLock lock;
  private FileId locked = FileId.UNKNOWN;

  Session(MirrorOptions options, Backends backends, EngineClock clock) {
    this.options = options;
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
    try (Roots roots = prepare(listener)) {
      var start =
          new RunStart(runs, clock.now(), options.source(), options.replica(), options.dryRun());
      listener.runStarted(start);
      sayNotes(roots.replica().capabilities(), listener);
      MirrorReport report =
          new Run(options, filter(listener), roots, unflushed, clock, cancellation)
              .make(start, listener);
      listener.runEnded(report);
      return report;
    } catch (IOException e) {
      throw new MirrorException(
          Reason.REFUSED, "The roots cannot be opened: " + Failures.reason(e) + ".", e);
    }
  }

  /** How many runs were begun. */
  long runs() {
    return runs;
  }

  /** Lets go of the replica. */
  @Override
  public void close() {
    unlock();
  }

  /** Looks at the roots, makes and locks the replica, looks again, and opens both. */
  private Roots prepare(MirrorListener listener) throws IOException, MirrorException {
    TreeProvider replicas = replicaBackend.provider();
    RootState replica = inspect();
    boolean isNew = replica instanceof RootState.Missing;
    if (options.dryRun()) {
      return open(replica, isNew);
    }
    if (isNew) {
      try {
        replicas.createRoot(options.replica());
      } catch (IOException e) {
        String shown = Shown.text(options.replica().toString());
        throw new MirrorException(
            Reason.REFUSED,
            "The replica " + shown + " cannot be made: " + Failures.reason(e) + ".",
            e);
      }
      replica = replicas.inspect(options.replica());
    }
    if (replica instanceof RootState.Folder folder) {
      lock(folder, listener);
    }
    return open(inspect(), isNew);
  }

  /** Looks at both roots and refuses what is not in order; gives what stands at the replica's. */
  private RootState inspect() throws IOException, MirrorException {
    RootState source = sourceBackend.provider().inspect(options.source());
    RootState replica = replicaBackend.provider().inspect(options.replica());
    Optional<String> refusal = guard.refusal(source, replica);
    if (refusal.isPresent()) {
      throw new MirrorException(Reason.REFUSED, refusal.get());
    }
    Optional<String> misuse = LeftOut.misuse(options, replica);
    if (misuse.isPresent()) {
      throw new MirrorException(Reason.USAGE, misuse.get());
    }
    return replica;
  }

  private Roots open(RootState replica, boolean isNew) throws IOException {
    SourceTree source = sourceBackend.provider().openSource(options.source());
    try {
      return new Roots(source, openReplica(replica), isNew);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private ReplicaTree openReplica(RootState state) throws IOException {
    TreeProvider replicas = replicaBackend.provider();
    if (state instanceof RootState.Missing missing) {
      return DryReplicaTree.missing(replicas.openReplica(missing.nearest()));
    }
    ReplicaTree replica = replicas.openReplica(options.replica());
    return options.dryRun() ? DryReplicaTree.of(replica) : replica;
  }

  private void lock(RootState.Folder replica, MirrorListener listener) throws MirrorException {
    if (options.stateDirectory().isEmpty() || (lock != null && locked.equals(replica.id()))) {
      return;
    }
    unlock();
    try {
      switch (ReplicaLock.tryLock(options.stateDirectory().get(), replica, clock.now())) {
        case ReplicaLock.Outcome.Held held -> {
          lock = held.lock();
          locked = replica.id();
        }
        case ReplicaLock.Outcome.HeldBy other ->
            throw new MirrorException(
                Reason.HELD,
                "Another run holds the replica %s: held by %s."
                    .formatted(Shown.text(options.replica().toString()), other.who()));
      }
    } catch (IOException e) {
      say(
          listener,
          "The replica is not guarded against a second run: the state folder %s cannot be written (%s); name another with --state-dir."
              .formatted(
                  Shown.text(options.stateDirectory().get().toString()), Failures.reason(e)));
    }
  }

  private void unlock() {
    try (ReplicaLock _ = lock) {
      lock = null;
    } catch (IOException e) {
      // Harmless: the lock ends with the process at the latest.
    }
  }

  private Filter filter(MirrorListener listener) throws IOException {
    RootState source = sourceBackend.provider().inspect(options.source());
    LeftOut leftOut = LeftOut.of(options, source);
    leftOut.notes().forEach(note -> say(listener, note));
    return Filter.leavingOut(leftOut.paths());
  }

  private void sayNotes(Capabilities capabilities, MirrorListener listener) {
    sourceBackend.notes().forEach(note -> say(listener, note));
    replicaBackend.notes().forEach(note -> say(listener, note));
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
