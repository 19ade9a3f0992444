package dev.lockstep.cli;

import dev.lockstep.model.Cancellation;
import java.util.List;
import sun.misc.Signal;

/**
 * What INT, TERM and HUP do: the first of them stops the mirror cleanly, the second one at once.
 */
final class Signals {
  private static final List<String> STOPPING = List.of("INT", "TERM", "HUP");

  private Signals() {}

  /** Lets signals cancel this. One that was ignored at the start, as under nohup, stays ignored. */
  static void cancel(Cancellation cancellation) {
    for (String name : STOPPING) {
      try {
        Signal.handle(new Signal(name), signal -> stop(cancellation));
      } catch (IllegalArgumentException e) {
        // This platform, or the JVM by -Xrs, keeps the signal for itself: it ends the process.
      }
    }
  }

  private static void stop(Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      Runtime.getRuntime().halt(ExitCode.STOPPED.number());
    }
    cancellation.cancel();
  }
}
