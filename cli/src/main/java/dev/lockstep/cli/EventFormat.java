package dev.lockstep.cli;

import java.time.Instant;

/** Makes text of what is said, without the end of the last line. Immutable. */
interface EventFormat {
  /** What is written of this event: one line, or several. */
  String line(RunEvent event);

  /** The first line of a command in its log file. */
  String beginning(Instant at, String version, long process);
}
