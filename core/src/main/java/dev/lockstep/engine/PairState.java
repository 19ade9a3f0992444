package dev.lockstep.engine;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.guard.DamagedException;
import dev.lockstep.guard.IdentityGuard;
import dev.lockstep.guard.MachineStart;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.guard.PairMemory;
import dev.lockstep.guard.PairPaths;
import dev.lockstep.guard.RunHistory;
import dev.lockstep.guard.RunHistory.Going;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is kept of the pair of roots between runs, and what it says about one run. Without a state
 * folder, or one that does not serve, nothing is known, which is said and refuses nothing. For one
 * thread.
 */
final class PairState {
  private final MirrorOptions options;
  private final IdentityGuard guard;
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<String> cautions = new LinkedHashSet<>();

  /** Why nothing can be kept, if the last attempt failed. */
  private Optional<String> unkept = Optional.empty();

  private Optional<PairFolder> folder = Optional.empty();
  private PairMemory memory = PairMemory.NOTHING;
  private RunHistory history = RunHistory.NOTHING;

  /** Why what is known of the roots cannot be read, though it is there. */
  private Optional<IOException> unreadable = Optional.empty();

  PairState(MirrorOptions options) {
    this.options = options;
    this.guard = new IdentityGuard(options.source(), options.replica());
  }

  /** The folder of the pair, where there is a state folder. Known after {@link #read}. */
  Optional<PairFolder> folder() {
    return folder;
  }

  /** What is remembered of the roots. */
  PairMemory memory() {
    return memory;
  }

  /** What is remembered of the runs. */
  RunHistory history() {
    return history;
  }

  /** Sentences for a person, about what was read. */
  Set<String> notes() {
    return notes;
  }

  /** What is missing for want of memory, for the summary. */
  List<String> cautions() {
    return Stream.concat(cautions.stream(), unkept.stream()).distinct().toList();
  }

  /** Reads what is known of these roots. */
  void read(RootState source, RootState replica) {
    notes.clear();
    cautions.clear();
    unkept = Optional.empty();
    memory = PairMemory.NOTHING;
    history = RunHistory.NOTHING;
    unreadable = Optional.empty();
    folder = folder(source, replica);
    if (options.stateDirectory().isEmpty()) {
      cautions.add("no memory (no state folder)");
    }
    if (folder.isEmpty()) {
      return;
    }
    try {
      memory = PairMemory.read(folder.get()).orElse(memory);
    } catch (DamagedException e) {
      notes.add(unread("the roots", e));
    } catch (IOException e) {
      if (PairMemory.isKept(folder.get())) {
        unreadable = Optional.of(e);
      } else {
        notes.add(unread("the roots", e));
      }
    }
    try {
      history = RunHistory.read(folder.get()).orElse(history);
    } catch (IOException e) {
      notes.add(unread("earlier runs", e));
    }
  }

  /**
   * Checks that the roots are the ones known.
   *
   * @throws MirrorException if they are not
   */
  void check(RootState.Folder source, RootState replica) throws MirrorException {
    if (unreadable.isPresent()) {
      throw new MirrorException(
          Reason.REFUSED,
          "What is known of these roots cannot be read in the state folder %s: %s; make it readable, or name another one with --state-dir."
              .formatted(stateFolder(), Failures.reason(unreadable.get())));
    }
    Optional<String> refusal =
        guard.refusal(memory, source, replica).or(() -> refusalOfReversed(source, replica));
    if (refusal.isPresent()) {
      throw new MirrorException(Reason.REFUSED, refusal.get());
    }
    notes.addAll(guard.notes(memory, source, replica));
  }

  /** When the pair was last mirrored the other way round, if that is known and was not accepted. */
  Optional<String> refusalOfReversed(RootState.Folder source, RootState replica) {
    Optional<PairFolder> reversed = folder(replica, source);
    try {
      if (reversed.isEmpty()
          || memory.isReversalAccepted()
          || PairMemory.read(reversed.get()).isEmpty()) {
        return Optional.empty();
      }
      Optional<String> last =
          RunHistory.read(reversed.get())
              .flatMap(RunHistory::last)
              .map(run -> run.started().truncatedTo(ChronoUnit.MILLIS).toString());
      return Optional.of(guard.refusalOfReversed(last));
    } catch (IOException e) {
      return Optional.empty(); // What cannot be read is not known.
    }
  }

  /** What must be left alone since a mount of the source is gone, a problem each. */
  List<Problem> protectedMounts(RootState.Folder source) {
    List<Problem> problems = new ArrayList<>();
    if (!options.oneFileSystem()) {
      for (Map.Entry<RelativePath, String> path : guard.protectedPaths(memory, source).entrySet()) {
        problems.add(new Problem(path.getKey(), Problem.Cause.FAILED, path.getValue()));
      }
    }
    return problems;
  }

  /** Whether a restart of the machine may have cost something that earlier runs wrote. */
  boolean wasCutOff() {
    return history.wasCutOff(MachineStart.id());
  }

  /** Whether something that earlier runs wrote may not be on the disk. */
  boolean isUnflushed() {
    return history.unflushed().isPresent();
  }

  /** How many entries the last run has found; empty if none is known that came to its end. */
  OptionalLong entriesOfLastRun() {
    Optional<RunHistory.Ended> last = history.last().filter(run -> !run.cancelled());
    return last.isPresent() ? OptionalLong.of(last.get().entries()) : OptionalLong.empty();
  }

  /** Keeps what was found, and that a run begins. */
  void begin(RootState.Folder source, RootState.Folder replica, Instant now) {
    List<NestedMount> mounts = options.oneFileSystem() ? List.of() : inOrder(source);
    PairMemory seen = memory.with(source, replica, mounts);
    boolean isNew = !seen.isSame(memory) || history.isEmpty();
    var run = new Going(now, ProcessHandle.current().pid(), MachineStart.id());
    memory = seen;
    history = history.begun(run);
    boolean isKept =
        keep(() -> {
          PairFolder pair = folder.orElseThrow();
          if (isNew) {
            seen.write(pair);
          }
          history.write(pair);
          PairPaths.keep(pair, source.realPath(), replica.realPath());
        });
    if (!isKept) {
      // What is kept at the end of a run says nothing of the roots.
      unkept.ifPresent(cautions::add);
    }
  }

  /**
   * Keeps what came of the run.
   *
   * @param isOnDisk whether all that was written was flushed
   */
  void end(MirrorReport report, boolean isOnDisk, Optional<Duration> interval, Instant now) {
    long unstable = report.problemCount(Problem.Cause.UNSTABLE);
    var run =
        new RunHistory.Ended(
            report.started(),
            report.took(),
            report.cancelled(),
            report.isExact(),
            report.counts().entries(),
            report.counts().actions(),
            report.problemCount(),
            unstable,
            report.problemCount(Problem.Cause.ROTTEN),
            report.spared().withheld());
    Optional<RunHistory.Next> next =
        interval
            .filter(_ -> !report.cancelled())
            .map(report.started()::plus)
            .map(due -> due.isBefore(now) ? now : due)
            .map(due -> new RunHistory.Next(due, ProcessHandle.current().pid()));
    history = history.ended(run, isOnDisk, next);
    keep(() -> history.write(folder.orElseThrow()));
  }

  /** Keeps that a run could not be made, for a pair that was mirrored before. */
  void refused(String sentence, Instant now) {
    if (!history.isEmpty()) {
      history = history.refused(new RunHistory.Refused(now, sentence));
      keep(() -> history.write(folder.orElseThrow()));
    }
  }

  /** Something that writes below the state folder. */
  @FunctionalInterface
  private interface Keeping {
    void keep() throws IOException;
  }

  /** Whether it was kept, or nothing is. */
  private boolean keep(Keeping keeping) {
    if (folder.isEmpty()) {
      return true;
    }
    try {
      keeping.keep();
      unkept = Optional.empty();
      return true;
    } catch (IOException e) {
      unkept =
          Optional.of(
              "no memory (the state folder %s cannot be written: %s)"
                  .formatted(stateFolder(), Failures.reason(e)));
      return false;
    }
  }

  /** The mounts that are not protected. */
  private List<NestedMount> inOrder(RootState.Folder source) {
    Set<RelativePath> strange = guard.protectedPaths(memory, source).keySet();
    return source.mounts().stream().filter(mount -> !strange.contains(mount.path())).toList();
  }

  private Optional<PairFolder> folder(RootState source, RootState replica) {
    Optional<Path> sourcePath = source.place();
    Optional<Path> replicaPath = replica.place();
    return options.stateDirectory().isEmpty() || sourcePath.isEmpty() || replicaPath.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PairFolder.of(options.stateDirectory().get(), sourcePath.get(), replicaPath.get()));
  }

  private String unread(String what, IOException failure) {
    return "What was known of %s is not trusted, since its file in the state folder %s cannot be used: %s."
        .formatted(what, stateFolder(), Failures.reason(failure));
  }

  private String stateFolder() {
    return options.stateDirectory().map(path -> Shown.text(path.toString())).orElse("");
  }
}
