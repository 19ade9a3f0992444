package dev.lockstep.cli;

import dev.lockstep.Mirror;
import dev.lockstep.api.Adoption;
import dev.lockstep.api.MirrorException;
import java.util.Map;

/** Carries out {@code adopt}: shows what the roots are and were, and accepts them after a yes. */
final class AdoptCommand {
  private final PairArguments arguments;

  private AdoptCommand(PairArguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Shows, asks and accepts.
   *
   * @throws UsageException if nobody can be asked
   */
  static ExitCode run(PairArguments arguments, Map<String, String> environment)
      throws UsageException {
    var command = new AdoptCommand(arguments);
    Mirror mirror = Mirror.of(arguments.options(environment));
    try {
      boolean isAccepted = mirror.adopt(command::ask);
      StandardStreams.print(
          isAccepted ? "Accepted; the next run goes.\n" : "Nothing is changed.\n");
      return ExitCode.EXACT;
    } catch (Answer.NobodyThereException e) {
      throw new UsageException(
          "adopt asks before it accepts, and there is no terminal, so nothing is accepted; give --yes to accept.");
    } catch (MirrorException e) {
      StandardStreams.complain(String.valueOf(e.getMessage()));
      return ExitCode.of(e.reason());
    }
  }

  private boolean ask(Adoption adoption) {
    StandardStreams.print(String.join("\n", adoption.sentences()) + "\n");
    if (!adoption.isNeeded()) {
      StandardStreams.print("These are the ones known.\n");
      return false;
    }
    return Answer.isYes("Accept?", arguments.yes());
  }
}
