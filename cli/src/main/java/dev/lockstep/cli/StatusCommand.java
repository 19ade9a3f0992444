package dev.lockstep.cli;

import dev.lockstep.Mirror;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorStatus;
import java.time.ZoneId;
import java.util.Map;

/**
 * Carries out {@code status}: says what is known of a pair's runs, and ends as the last one did.
 */
final class StatusCommand {
  private StatusCommand() {}

  /**
   * Says it.
   *
   * @throws UsageException if there is nothing to be said
   */
  static ExitCode run(PairArguments arguments, Map<String, String> environment, ZoneId zone)
      throws UsageException {
    MirrorStatus status;
    try {
      status = Mirror.of(arguments.options(environment)).status();
    } catch (MirrorException e) {
      StandardStreams.complain(String.valueOf(e.getMessage()));
      return ExitCode.of(e.reason());
    }
    if (status.isUnknown()) {
      throw new UsageException(
          "Of "
              + ShownPlace.of(arguments.source())
              + " and "
              + ShownPlace.of(arguments.replica())
              + " no run is known; check the paths, and --state-dir.");
    }
    StandardStreams.print(String.join("\n", StatusText.lines(status, zone)) + "\n");
    return ExitCode.of(status);
  }
}
