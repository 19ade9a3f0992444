package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Progress;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.watch.DirtyPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells another listener of a run only when there is something to tell of it. One call at a time,
 * as for every listener.
 */
final class LateListener implements MirrorListener {
  private final RunStart start;
  private final MirrorListener listener;
  private List<Problem> problems = new ArrayList<>();
  private boolean hasBegun;

  LateListener(RunStart start, MirrorListener listener) {
    this.start = start;
    this.listener = listener;
  }

  RunStart start() {
    return start;
  }

  /** Whether something was told. */
  boolean hasBegun() {
    return hasBegun;
  }

  /** The problems since this was asked last, or so many that one more does not matter. */
  List<Problem> takeProblems() {
    List<Problem> taken = problems;
    problems = new ArrayList<>();
    return taken;
  }

  /** Begins to tell of the run, if that has not been done. */
  void begin() {
    if (!hasBegun) {
      hasBegun = true;
      listener.runStarted(start);
    }
  }

  /** Nothing is done yet, but it may take long until something is. */
  @Override
  public void progress(Supplier<Progress> run) {
    listener.progress(run);
  }

  @Override
  public void action(ActionDone done) {
    begin();
    listener.action(done);
  }

  @Override
  public void unchanged(RelativePath path, Entry entry, Optional<Digest> digest) {
    begin();
    listener.unchanged(path, entry, digest);
  }

  @Override
  public void finding(Finding finding) {
    begin();
    listener.finding(finding);
  }

  @Override
  public void problem(Problem problem) {
    begin();
    if (problems.size() <= DirtyPaths.MOST_FAILED) {
      problems.add(problem);
    }
    listener.problem(problem);
  }

  @Override
  public void withheld(WithheldDeletion deletion) {
    begin();
    listener.withheld(deletion);
  }

  @Override
  public void furtherWithheld(long deletions) {
    begin();
    listener.furtherWithheld(deletions);
  }

  @Override
  public void note(String sentence) {
    begin();
    listener.note(sentence);
  }

  @Override
  public void runEnded(MirrorReport report) {
    begin();
    listener.runEnded(report);
  }
}
