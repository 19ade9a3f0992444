package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Progress;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.model.Action;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what a run sees and does, and tells the listener, one call at a time. For any thread. */
final class Tally implements ActionSink {
  private final MirrorListener listener;
  private final Consumer<ActionDone> onAction;
  private final Arrears arrears;
  private final Gauge gauge;
  private final LongAdder entries = new LongAdder();
  private final LongAdder leftOut = new LongAdder();
  private final LongAdder specials = new LongAdder();
  private final LongAdder replicaEntries = new LongAdder();
  private final LongAdder bytesCopied = new LongAdder();

  // Guarded by this.
  private long created;
  private long updated;
  private long meta;
  private long replaced;
  private long hardlinked;
  private long moved;
  private long deleted;
  private long growth;
  private final Map<Problem.Cause, Long> problemCounts = new EnumMap<>(Problem.Cause.class);
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Makes an empty one.
   *
   * @param arrears knows since when paths have not arrived
   * @param gauge shows how far the run is
   * @param onAction hears of every action before the listener does
   */
  Tally(MirrorListener listener, Arrears arrears, Gauge gauge, Consumer<ActionDone> onAction) {
    this.listener = listener;
    this.arrears = arrears;
    this.gauge = gauge;
    this.onAction = onAction;
  }

  /** Shows how far the run is, to those who do not wait for its end. */
  Gauge gauge() {
    return gauge;
  }

  /**
   * How far it is now. None of this tally's locks is taken, since a listener may be told meanwhile.
   */
  Progress progress(OptionalLong expected) {
    return gauge.progress(entries.sum(), leftOut.sum(), expected);
  }

  /** Counts an entry of the source. */
  void entry() {
    entries.increment();
  }

  /** Counts an entry of the replica, be it the source's too. */
  void replicaEntry() {
    replicaEntries.increment();
  }

  /** Tells a sentence about the run as a whole. */
  synchronized void note(String sentence) {
    listener.note(sentence);
  }

  /** A move has given the replica a name that it did not have. */
  synchronized void hasNewName() {
    growth++;
  }

  /** A move has taken a name from the replica. */
  synchronized void hasLostName() {
    growth--;
  }

  /** By how many entries the replica has grown; negative if it has fewer now. */
  synchronized long growth() {
    return growth;
  }

  long replicaEntries() {
    return replicaEntries.sum();
  }

  long entries() {
    return entries.sum();
  }

  synchronized void withheld(WithheldDeletion deletion) {
    listener.withheld(deletion);
  }

  synchronized void furtherWithheld(long deletions) {
    listener.furtherWithheld(deletions);
  }

  /** Counts a path that is no part of the mirror. */
  void leftOut() {
    leftOut.increment();
  }

  /** Counts a special entry that the replica cannot hold. */
  void specialNotCarried() {
    specials.increment();
  }

  long specialsNotCarried() {
    return specials.sum();
  }

  @Override
  public synchronized void done(ActionDone done) {
    switch (done.action()) {
      case Action.Create create -> created++;
      case Action.Update update -> updated++;
      case Action.Meta metadata -> meta++;
      case Action.Replace replace -> replaced++;
      case Action.Hardlink hardlink -> hardlinked++;
      case Action.Move move -> moved++;
      case Action.Delete delete -> deleted++;
    }
    bytesCopied.add(done.size().orElse(0));
    growth +=
        switch (done.action()) {
          case Action.Create _ -> 1;
          case Action.Hardlink link -> link.before().isEmpty() ? 1 : 0;
          case Action.Delete _ -> -1;
          case Action.Update _, Action.Meta _, Action.Replace _, Action.Move _ -> 0;
        };
    onAction.accept(done);
    listener.action(done);
  }

  synchronized void unchanged(RelativePath path, Entry entry, Optional<Digest> digest) {
    listener.unchanged(path, entry, digest);
  }

  synchronized void finding(Finding finding) {
    listener.finding(finding);
  }

  synchronized void problem(Problem found) {
    Problem problem = arrears.aged(found);
    problemCounts.merge(problem.cause(), 1L, Long::sum);
    if (problems.size() < MirrorReport.MOST_PROBLEMS) {
      problems.add(problem);
    }
    listener.problem(problem);
  }

  synchronized MirrorReport.Counts counts() {
    return new MirrorReport.Counts(
        entries.sum(),
        created,
        updated,
        meta,
        replaced,
        hardlinked,
        moved,
        deleted,
        leftOut.sum(),
        bytesCopied.sum());
  }

  synchronized Map<Problem.Cause, Long> problemCounts() {
    return Map.copyOf(problemCounts);
  }

  synchronized List<Problem> problems() {
    return List.copyOf(problems);
  }
}
