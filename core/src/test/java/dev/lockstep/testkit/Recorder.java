package dev.lockstep.testkit;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A listener that remembers what it heard. */
public class Recorder implements MirrorListener {
  private final List<RunStart> starts = new ArrayList<>();
  private final List<ActionDone> actions = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<RelativePath> unchanged = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<MirrorReport> reports = new ArrayList<>();
  private final List<MirrorException> failures = new ArrayList<>();

  @Override
  public void runStarted(RunStart start) {
    starts.add(start);
  }

  @Override
  public void action(ActionDone done) {
    actions.add(done);
  }

  @Override
  public void unchanged(RelativePath path, Entry entry, Optional<Digest> digest) {
    unchanged.add(path);
  }

  @Override
  public void problem(Problem problem) {
    problems.add(problem);
  }

  @Override
  public void note(String sentence) {
    notes.add(sentence);
  }

  @Override
  public void runEnded(MirrorReport report) {
    reports.add(report);
  }

  @Override
  public void runFailed(long number, MirrorException failure) {
    failures.add(failure);
  }

  public List<RunStart> starts() {
    return starts;
  }

  public List<ActionDone> actions() {
    return actions;
  }

  public List<Problem> problems() {
    return problems;
  }

  public List<RelativePath> unchanged() {
    return unchanged;
  }

  public List<String> notes() {
    return notes;
  }

  public List<MirrorReport> reports() {
    return reports;
  }

  public List<MirrorException> failures() {
    return failures;
  }

  /**
   * The actions as lines without their times: word, kind, path, reason; in the order of these
   * lines.
   */
  public List<String> lines() {
    return actions.stream().map(Recorder::line).sorted().toList();
  }

  private static String line(ActionDone done) {
    return "%s %s %s (%s)"
        .formatted(
            done.action().word(),
            done.action().subject().kind().word(),
            done.path(),
            done.action().reason());
  }
}
