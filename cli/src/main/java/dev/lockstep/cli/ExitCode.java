package dev.lockstep.cli;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.MirrorStatus;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.model.Problem;
import java.util.Locale;

/** What the command tells its caller in the end. */
enum ExitCode {
  /** Exact, as asked. */
  EXACT(0),
  /** The program is wrong. */
  INTERNAL(1),
  /** Wrong usage or configuration. */
  USAGE(2),
  /** Stopped by a signal. */
  STOPPED(20),
  /** Some paths could not be mirrored. */
  PARTIAL(23),
  /** The only problems are source files that vanished or kept changing. */
  UNSTABLE(24),
  /** Deletions are withheld; all else is mirrored. */
  WITHHELD(25),
  /** Refused before anything was touched. */
  REFUSED(26),
  /** Another run holds the replica. */
  HELD(27),
  /** Differences were found, and asked for. */
  DIFFERENT(28),
  /** Content has changed without its times. */
  ROTTEN(29);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The word for it, for programs. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The code of a run with this report; of several that apply, the first in the order 20, 29, 23,
   * 25, 28, 24.
   *
   * @param asksForDifferences whether differences are what was asked for, as in {@code diff}
   */
  static ExitCode of(MirrorReport report, boolean asksForDifferences) {
    if (report.cancelled()) {
      return STOPPED;
    }
    if (report.problemCount(Problem.Cause.ROTTEN) > 0) {
      return ROTTEN;
    }
    if (report.problemCount() > report.problemCount(Problem.Cause.UNSTABLE)) {
      return PARTIAL;
    }
    if (report.spared().withheld() > 0) {
      return WITHHELD;
    }
    if (asksForDifferences && report.counts().actions() > 0) {
      return DIFFERENT;
    }
    return report.problemCount() > 0 ? UNSTABLE : EXACT;
  }

  /**
   * The code of a verification with this report; of several that apply, the first in the order 20,
   * 29, 23, 28, 24.
   */
  static ExitCode of(VerifyReport report) {
    if (report.cancelled()) {
      return STOPPED;
    }
    if (report.rotLeft() > 0 || report.problemCount(Problem.Cause.ROTTEN) > 0) {
      return ROTTEN;
    }
    if (report.problemCount() > report.problemCount(Problem.Cause.UNSTABLE)) {
      return PARTIAL;
    }
    if (report.left() > 0) {
      return DIFFERENT;
    }
    return report.problemCount() > 0 ? UNSTABLE : EXACT;
  }

  /** The code where some of what was found could not be told. */
  ExitCode withoutAnswer() {
    return this == ROTTEN || this == INTERNAL ? this : PARTIAL;
  }

  /** The code that the last run of a pair had; that of a run that was cut off is as if stopped. */
  static ExitCode of(MirrorStatus status) {
    if (status.refusal().isPresent()) {
      return REFUSED;
    }
    if (status.cutOff().isPresent()
        || status.last().filter(MirrorStatus.Run::cancelled).isPresent()) {
      return STOPPED;
    }
    return status.last().map(ExitCode::of).orElse(EXACT);
  }

  private static ExitCode of(MirrorStatus.Run run) {
    if (run.rotten() > 0) {
      return ROTTEN;
    }
    if (run.problems() > run.unstable()) {
      return PARTIAL;
    }
    if (run.withheld() > 0) {
      return WITHHELD;
    }
    return run.problems() > 0 ? UNSTABLE : EXACT;
  }

  /** The code where no run could be made. */
  static ExitCode of(MirrorException.Reason reason) {
    return switch (reason) {
      case USAGE -> USAGE;
      case REFUSED -> REFUSED;
      case HELD -> HELD;
      case INTERNAL -> INTERNAL;
    };
  }
}
