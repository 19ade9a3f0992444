package dev.lockstep.cli;

import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RunRequests;
import java.util.List;
import sun.misc.Signal;

/**
 * What signals do. INT and TERM stop the mirror, the first of them cleanly, the second one at once,
 * leaving what is staged to the next run. HUP does the same where there is a controlling terminal,
 * which has hung up then; where there is none, it has the log file opened anew. USR1 asks for a run
 * now.
 */
final class Signals {
  private static final List<String> STOPPING = List.of("INT", "TERM");

  private Signals() {}

  /** Binds the signals. One that was ignored at the start, as under nohup, stays ignored. */
  static void bind(Cancellation cancellation, RunRequests requests, Runnable reopenLog) {
    Runnable stop = () -> stop(cancellation);
    STOPPING.forEach(name -> bind(name, stop));
    bind("HUP", ControllingTerminal.isThere() ? stop : reopenLog);
    bind("USR1", requests::request);
  }

  private static void bind(String name, Runnable deed) {
    try {
      Signal.handle(new Signal(name), _ -> deed.run());
    } catch (IllegalArgumentException e) {
      // This platform, or the JVM by -Xrs, keeps the signal for itself: it ends the process.
    }
  }

  private static void stop(Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      Runtime.getRuntime().halt(ExitCode.STOPPED.number());
    }
    cancellation.cancel();
  }
}
