package dev.lockstep.engine;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.apply.DryReplicaTree;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.guard.RootGuard;
import dev.lockstep.guard.RootWatch;
import dev.lockstep.model.Shown;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds both roots in order before a run, claims the replica, makes it if it is missing, and opens
 * both. The claim outlasts the run. For one thread.
 */
final class Preparation implements Closeable {
  private final MirrorOptions options;
  private final Backends.Choice sourceBackend;
  private final Backends.Choice replicaBackend;
  private final RootGuard guard;
  private final ReplicaHold hold;
  private final PairState state;
  private final SaidNotes notes;

  /** Opens nothing yet. */
  Preparation(
      MirrorOptions options,
      Filter filter,
      Backends backends,
      ReplicaHold hold,
      PairState state,
      SaidNotes notes) {
    this.options = options;
    this.sourceBackend = backends.choose(options.source());
    this.replicaBackend = backends.choose(options.replica());
    this.guard =
        new RootGuard(options.source(), options.replica(), options.oneFileSystem(), filter);
    this.hold = hold;
    this.state = state;
    this.notes = notes;
  }

  /** The roots, both in order as far as reading can tell. */
  private record Found(RootState.Folder source, RootState replica) {}

  /** Looks at the roots, claims and makes the replica, looks again, opens both, and locks. */
  Prepared prepare(MirrorListener listener) throws IOException, MirrorException {
    return prepare(inspect(false), listener);
  }

  /**
   * The same for who verifies.
   *
   * @param changesNothing whether it will do without rights to write
   * @throws MirrorException also if the replica is missing
   */
  Prepared prepareVerifying(boolean changesNothing, MirrorListener listener)
      throws IOException, MirrorException {
    Found found = inspect(changesNothing);
    if (found.replica() instanceof RootState.Missing) {
      throw new MirrorException(
          Reason.REFUSED,
          "The replica %s does not exist, so there is nothing to verify; check the path, and that its disk is mounted."
              .formatted(Shown.text(options.replica().toString())));
    }
    return prepare(found, listener);
  }

  private Prepared prepare(Found first, MirrorListener listener)
      throws IOException, MirrorException {
    Found found = first;
    boolean isNew = found.replica() instanceof RootState.Missing;
    if (options.dryRun()) {
      return open(found, isNew, listener);
    }
    boolean isNewlyClaimed = claim(found.replica(), listener);
    if (isNew) {
      make();
    }
    if (isNew || isNewlyClaimed) {
      // Before the claim others may have changed what was found.
      found = inspect(false);
      claim(found.replica(), listener);
    }
    return open(found, isNew, listener);
  }

  private void make() throws MirrorException {
    try {
      replicaBackend.provider().createRoot(options.replica());
    } catch (IOException e) {
      String shown = Shown.text(options.replica().toString());
      throw new MirrorException(
          Reason.REFUSED,
          "The replica "
              + shown
              + " cannot be made: "
              + Failures.reason(e)
              + "; make the folder yourself, or name another one.",
          e);
    }
  }

  /** Looks at both roots and refuses what is not in order. */
  private Found inspect(boolean changesNothing) throws IOException, MirrorException {
    RootState source = sourceBackend.provider().inspect(options.source());
    RootState replica = replicaBackend.provider().inspect(options.replica());
    state.read(source, replica);
    Optional<String> refusal =
        changesNothing ? guard.refusalToRead(source, replica) : guard.refusal(source, replica);
    if (refusal.isPresent() || !(source instanceof RootState.Folder folder)) {
      throw new MirrorException(
          Reason.REFUSED, refusal.orElse("The source is no folder; name one."));
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
      var roots = new Roots(source, openReplica(found.replica(), listener), isNew, backend());
      return new Prepared(roots, found.source(), found.replica(), guards(found, roots));
    } catch (IOException | MirrorException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** One name, or that for the source and that for the replica. */
  private String backend() {
    String ofSource = sourceBackend.provider().name();
    String ofReplica = replicaBackend.provider().name();
    return ofSource.equals(ofReplica) ? ofSource : ofSource + ", " + ofReplica;
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
        notes.say(
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

  /**
   * Claims the place of the replica, and the folder that it is.
   *
   * @return whether it was not claimed before
   */
  private boolean claim(RootState replica, MirrorListener listener) throws MirrorException {
    boolean isNew = false;
    try {
      if (replica.place().isPresent()) {
        isNew = hold.claim(replica.place().get());
      }
      if (replica instanceof RootState.Folder folder) {
        isNew |= hold.claim(folder);
      }
    } catch (IOException e) {
      String stateFolder =
          options.stateDirectory().map(path -> Shown.text(path.toString())).orElse("");
      notes.say(
          listener,
          "The replica is not guarded between runs: the state folder %s cannot be written (%s); name another with --state-dir."
              .formatted(stateFolder, Failures.reason(e)));
    }
    return isNew;
  }

  /** What a person may want to know of the backends, and of what the replica cannot do. */
  void sayNotes(Capabilities capabilities, MirrorListener listener) {
    sourceBackend.notes().forEach(note -> notes.say(listener, note));
    replicaBackend.notes().forEach(note -> notes.say(listener, note));
    state.notes().forEach(note -> notes.say(listener, note));
    if (!capabilities.confined()) {
      notes.say(
          listener, "With this backend, a link that is swapped in during a run may be followed.");
    }
    if (!capabilities.atomicExchange()) {
      notes.say(
          listener, "On this replica, an entry that changes its kind may be missing for a moment.");
    }
  }

  /** Why a better backend does not serve, for reports. */
  List<String> cautions() {
    return Stream.of(sourceBackend, replicaBackend)
        .flatMap(choice -> choice.cautions().stream())
        .distinct()
        .toList();
  }

  /** Lets go of the replica. */
  @Override
  public void close() {
    hold.close();
  }
}
