package dev.lockstep.cli;

import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RunRequests;
import java.util.List;
import sun.misc.Signal;

/**
 * What signals do. INT and TERM stop the mirror, the first of them cleanly, the second one at once,
 * leaving what is staged to the next run. HUP does the same where there is a controlling terminal,
 * which has hung up then; where there is none, it has the log file opened anew. USR1 asks for a run
 * now. WINCH tells that the terminal was resized, CONT that it may show something else by now.
 */
final class Signals {
  private static final List<String> STOPPING = List.of("INT", "TERM");

  private Signals() {}

  /** Binds the signals. One that was ignored at the start, as under nohup, stays ignored. */
  static void bind(Cancellation cancellation, RunRequests requests, Runnable reopenLog) {
    bind(cancellation, requests, reopenLog, () -> {});
  }

  /**
   * The same.
   *
   * @param leave is done before leaving at once, and takes no time
   */
  static void bind(
      Cancellation cancellation, RunRequests requests, Runnable reopenLog, Runnable leave) {
    Runnable stop = () -> stop(cancellation, leave);
    STOPPING.forEach(name -> bind(name, stop));
    bind("HUP", ControllingTerminal.isThere() ? stop : reopenLog);
    bind("USR1", requests::request);
  }

  /** Has this done whenever the terminal has another size, or may have. */
  static void onAnotherSize(Runnable deed) {
    bind("WINCH", deed);
    bind("CONT", deed);
  }

  private static void bind(String name, Runnable deed) {
    try {
      Signal.handle(new Signal(name), _ -> deed.run());
    } catch (IllegalArgumentException e) {
      // This platform, or the JVM by -Xrs, keeps the signal for itself: it ends the process.
    }
  }

  private static void stop(Cancellation cancellation, Runnable leave) {
    if (cancellation.isCancelled()) {
      leave.run();
      Runtime.getRuntime().halt(ExitCode.STOPPED.number());
    }
    cancellation.cancel();
  }
}
