package dev.lockstep.engine;

import dev.lockstep.api.Adoption;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorStatus;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.fs.RootState;
import dev.lockstep.guard.Acceptance;
import dev.lockstep.guard.MachineStart;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.guard.RootGuard;
import dev.lockstep.guard.RunHistory;
import dev.lockstep.guard.WithheldEntry;
import dev.lockstep.guard.WithheldList;
import dev.lockstep.guard.WithheldStore;
import dev.lockstep.model.Shown;
import dev.lockstep.spill.RecordLog;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Answers what is remembered of a pair, and changes it where somebody says so. Holds no lock. */
final class PairQuestions {
  private final MirrorOptions options;
  private final Backends backends;

  PairQuestions(MirrorOptions options, Backends backends) {
    this.options = options;
    this.backends = backends;
  }

  /**
   * What is known of the pair's runs.
   *
   * @throws MirrorException if the roots cannot be found, or what is known cannot be read
   */
  MirrorStatus status() throws MirrorException {
    PairState state = read(source(), replica());
    refuseUnread(state);
    RunHistory history = state.history();
    Optional<MirrorStatus.Begun> begun =
        history.going().map(run -> new MirrorStatus.Begun(run.since(), run.pid()));
    boolean isGoing =
        history.going().filter(run -> !isOfOtherBoot(run) && isAlive(run.pid())).isPresent();
    return new MirrorStatus(
        history.last().map(PairQuestions::run),
        history.lastExact(),
        history.refusal().map(run -> new MirrorStatus.Refusal(run.at(), run.sentence())),
        begun.filter(_ -> isGoing),
        begun.filter(_ -> !isGoing),
        history
            .next()
            .filter(next -> isAlive(next.pid()))
            .map(next -> new MirrorStatus.Begun(next.at(), next.pid())));
  }

  /**
   * Accepts the roots as they are now beside what they were, if somebody says yes.
   *
   * @return whether anything was accepted
   * @throws MirrorException if the roots are not in order, or it cannot be kept
   */
  boolean adopt(Predicate<Adoption> question) throws MirrorException {
    RootState source = source();
    RootState replica = replica();
    Optional<String> refusal =
        new RootGuard(
                options.source(),
                options.replica(),
                options.oneFileSystem(),
                Filters.of(options.filter()))
            .refusal(source, replica);
    if (refusal.isPresent() || !(source instanceof RootState.Folder folder)) {
      throw new MirrorException(
          Reason.REFUSED, refusal.orElse("The source is no folder; name one."));
    }
    refuseMisuse(replica);
    PairState state = read(source, replica);
    boolean isReversed = state.refusalOfReversed(folder, replica).isPresent();
    var acceptance = Acceptance.of(state.memory(), folder, replica, isReversed);
    boolean isNeeded = acceptance.isNeeded();
    if (!question.test(new Adoption(acceptance.sentences(), isNeeded)) || !isNeeded) {
      return false;
    }
    try {
      PairFolder pair = state.folder().orElseThrow();
      acceptance.accepted().write(pair);
      return true;
    } catch (IOException e) {
      throw new MirrorException(
          Reason.USAGE,
          "The state folder %s cannot be written: %s; name another with --state-dir."
              .formatted(stateFolder(), Failures.reason(e)),
          e);
    }
  }

  /**
   * Approves what is withheld, if somebody says yes. What is shown is what is approved, even if a
   * run replaces the list meanwhile.
   *
   * @return how many entries were approved
   * @throws MirrorException if the list cannot be read, or the answer cannot be kept
   */
  long approve(Consumer<WithheldDeletion> shown, BooleanSupplier question) throws MirrorException {
    RootState replica = replica();
    PairState state = read(source(), replica);
    if (state.history().equals(RunHistory.NOTHING)) {
      throw new MirrorException(
          Reason.USAGE,
          "No run of %s and %s is known; check the paths, and --state-dir."
              .formatted(
                  Shown.text(options.source().toString()),
                  Shown.text(options.replica().toString())));
    }
    var store = new WithheldStore(state.folder(), replica.fileSystem());
    try (var copy = new RecordLog(RunBasis.spillFolder())) {
      long entries = show(store, copy, shown);
      if (copy.count() == 0 || !question.getAsBoolean()) {
        return 0;
      }
      store.approve(sink -> copy.forEach(in -> sink.take(WithheldEntry.read(in))));
      return entries;
    } catch (IOException e) {
      throw new MirrorException(
          Reason.USAGE,
          "What is withheld cannot be approved in the state folder %s: %s; make it writable, or approve as the user who mirrors."
              .formatted(stateFolder(), Failures.reason(e)),
          e);
    }
  }

  private static long show(WithheldStore store, RecordLog copy, Consumer<WithheldDeletion> shown)
      throws IOException {
    Optional<WithheldList> withheld = store.withheld();
    if (withheld.isEmpty()) {
      return 0;
    }
    long entries = 0;
    try (WithheldList list = withheld.get()) {
      for (WithheldEntry entry = list.current(); entry != null; entry = list.current()) {
        WithheldEntry kept = entry;
        copy.add(kept::write);
        shown.accept(
            new WithheldDeletion(entry.path(), entry.kind(), entry.replaced(), entry.entries()));
        entries += entry.entries();
        list.advance();
      }
    }
    return entries;
  }

  private PairState read(RootState source, RootState replica) throws MirrorException {
    if (options.stateDirectory().isEmpty()) {
      throw new MirrorException(
          Reason.USAGE, "Without a state folder nothing is remembered; name one.");
    }
    var state = new PairState(options);
    state.read(source, replica);
    return state;
  }

  private void refuseMisuse(RootState replica) throws MirrorException {
    try {
      Optional<String> misuse = LeftOut.misuse(options, replica);
      if (misuse.isPresent()) {
        throw new MirrorException(Reason.USAGE, misuse.get());
      }
    } catch (IOException e) {
      throw unseen("replica", options.replica().toString(), e);
    }
  }

  private static void refuseUnread(PairState state) throws MirrorException {
    Optional<String> unread = state.notes().stream().findFirst();
    if (unread.isPresent()) {
      throw new MirrorException(Reason.USAGE, unread.get());
    }
  }

  private RootState source() throws MirrorException {
    try {
      return backends.choose(options.source()).provider().inspect(options.source());
    } catch (IOException e) {
      throw unseen("source", options.source().toString(), e);
    }
  }

  private RootState replica() throws MirrorException {
    try {
      return backends.choose(options.replica()).provider().inspect(options.replica());
    } catch (IOException e) {
      throw unseen("replica", options.replica().toString(), e);
    }
  }

  private static MirrorException unseen(String what, String path, IOException failure) {
    return new MirrorException(
        Reason.REFUSED,
        "The %s %s cannot be looked at: %s; check the path, and that this user may read it."
            .formatted(what, Shown.text(path), Failures.reason(failure)),
        failure);
  }

  private String stateFolder() {
    return options.stateDirectory().map(path -> Shown.text(path.toString())).orElse("");
  }

  private static boolean isOfOtherBoot(RunHistory.Going run) {
    return !run.boot().equals(MachineStart.id());
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static MirrorStatus.Run run(RunHistory.Ended run) {
    return new MirrorStatus.Run(
        run.started(),
        run.took(),
        run.cancelled(),
        run.exact(),
        run.entries(),
        run.actions(),
        run.problems(),
        run.unstable(),
        run.rotten(),
        run.withheld());
  }
}
