package dev.lockstep.cli;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.time.InstantSource;
import java.util.Optional;

/** Tells the log file all that a mirror does, and the console what passes its gate. */
final class RunLog implements MirrorListener {
  private final ConsoleGate gate;
  private final LogOutput output;
  private final InstantSource clock;

  RunLog(ConsoleGate gate, LogOutput output, InstantSource clock) {
    this.gate = gate;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public void runStarted(RunStart start) {
    say(new RunEvent.Opened(start));
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
  public void problem(Problem problem) {
    say(new RunEvent.Trouble(clock.instant(), problem));
  }

  @Override
  public void note(String sentence) {
    say(new RunEvent.Note(clock.instant(), sentence));
  }

  @Override
  public void runEnded(MirrorReport report) {
    say(new RunEvent.Ended(clock.instant(), report));
  }

  @Override
  public void runFailed(long number, MirrorException failure) {
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
