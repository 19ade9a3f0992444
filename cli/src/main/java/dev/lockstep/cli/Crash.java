package dev.lockstep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/** What is said when the program is wrong. */
final class Crash {
  private static final String DEBUG = "LOCKSTEP_DEBUG";

  private Crash() {}

  /**
   * Says so in one sentence.
   *
   * @param log the log file of the command, if it has one: it gets the details
   */
  static ExitCode report(Throwable failure, Optional<RunLog> log) {
    log.ifPresent(file -> file.trace(failure));
    boolean debug = System.getenv(DEBUG) != null;
    String remedy;
    if (debug) {
      remedy = "the details follow";
    } else if (log.isPresent()) {
      remedy = "the log file has the details";
    } else {
      remedy = "with " + DEBUG + "=1 set, the details are printed";
    }
    StandardStreams.complain("Unexpected error, " + failure + "; " + remedy + ".");
    if (debug) {
      lines(failure).forEach(StandardStreams::complain);
    }
    return ExitCode.INTERNAL;
  }

  /** Where in the program it went wrong, one line after the other. */
  static Iterable<String> lines(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString().replace('\t', ' ').lines().toList();
  }
}
