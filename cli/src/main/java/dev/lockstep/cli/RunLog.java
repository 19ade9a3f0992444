package dev.lockstep.cli;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Progress;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.api.WatchState;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells the log file all that a mirror does, and the console what passes its gate. */
final class RunLog implements MirrorListener {
  /** How many problems of a run have a line each; a run may have one for each path there is. */
  static final long MOST_PROBLEMS = 10_000;

  private final ConsoleGate gate;
  private final LogOutput output;
  private final InstantSource clock;
  private final Display display;
  private long problems;
  private boolean isDry;

  RunLog(ConsoleGate gate, LogOutput output, InstantSource clock) {
    this(gate, output, clock, Display.NONE);
  }

  /**
   * The same with progress.
   *
   * @param display shows it
   */
  RunLog(ConsoleGate gate, LogOutput output, InstantSource clock, Display display) {
    this.display = display;
    this.gate = gate;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public void runStarted(RunStart start) {
    problems = 0;
    isDry = start.dryRun();
    say(new RunEvent.Opened(start));
  }

  @Override
  public void progress(Supplier<Progress> run) {
    display.show(new Activity.Running(run, isDry));
  }

  @Override
  public void waiting(WatchState state) {
    display.show(new Activity.Waiting(state));
  }

  @Override
  public void action(ActionDone done) {
    say(new RunEvent.Done(done));
  }

  @Override
  public void unchanged(RelativePath path, Entry entry, Optional<Digest> digest) {
    say(new RunEvent.Unchanged(clock.instant(), path, entry, digest));
  }

  @Override
  public void finding(Finding finding) {
    say(new RunEvent.Found(clock.instant(), finding));
  }

  /** Says what verifying came to. */
  void verified(VerifyReport report) {
    display.show(new Activity.None());
    say(new RunEvent.Verified(clock.instant(), report));
  }

  @Override
  public void problem(Problem problem) {
    problems++;
    if (problems <= MOST_PROBLEMS) {
      say(new RunEvent.Trouble(clock.instant(), problem));
    } else if (problems == MOST_PROBLEMS + 1) {
      say(new RunEvent.TooMany(clock.instant(), MOST_PROBLEMS));
    }
  }

  @Override
  public void withheld(WithheldDeletion deletion) {
    say(new RunEvent.Withheld(clock.instant(), deletion));
  }

  @Override
  public void furtherWithheld(long deletions) {
    say(new RunEvent.FurtherWithheld(clock.instant(), deletions));
  }

  @Override
  public void note(String sentence) {
    say(new RunEvent.Note(clock.instant(), sentence));
  }

  @Override
  public void runEnded(MirrorReport report) {
    display.show(new Activity.None());
    var ended = new RunEvent.Ended(clock.instant(), report);
    output.toFile(ended);
    // That line may be the first that the file lacks.
    var told = new RunEvent.Ended(ended.at(), report, output.fileLacksLines());
    gate.pass(told).forEach(output::toConsole);
    if (!report.cancelled()) {
      display.show(new Activity.Paused(report.started()));
    }
  }

  @Override
  public void runFailed(long number, MirrorException failure) {
    display.show(new Activity.None());
    say(new RunEvent.Failed(clock.instant(), number, String.valueOf(failure.getMessage())));
    if (failure.reason() == MirrorException.Reason.INTERNAL) {
      trace(failure);
    }
  }

  /** Says that a run was stopped before it had anything to report. */
  void stopped() {
    say(new RunEvent.Stopped(clock.instant()));
  }

  /** Tells the log file alone that no run could be made; the console is told by the command. */
  void refused(String sentence) {
    output.toFile(new RunEvent.Failed(clock.instant(), 1, sentence));
  }

  /** Tells the log file alone where in the program it went wrong. */
  void trace(Throwable failure) {
    for (String line : Crash.lines(failure)) {
      output.toFile(new RunEvent.Trace(clock.instant(), line));
    }
  }

  private void say(RunEvent event) {
    output.toFile(event);
    gate.pass(event).forEach(output::toConsole);
  }
}
