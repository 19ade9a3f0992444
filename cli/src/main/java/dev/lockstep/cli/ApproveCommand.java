package dev.lockstep.cli;

import dev.lockstep.Mirror;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.WithheldDeletion;
import java.util.Map;

/**
 * Carries out {@code approve}: shows the deletions that are withheld, and lets the next run carry
 * them out after a yes.
 */
final class ApproveCommand {
  private final PairArguments arguments;
  private long deletions;
  private long entries;

  private ApproveCommand(PairArguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Shows, asks and approves.
   *
   * @throws UsageException if nobody can be asked
   */
  static ExitCode run(PairArguments arguments, Map<String, String> environment)
      throws UsageException {
    var command = new ApproveCommand(arguments);
    Mirror mirror = Mirror.of(arguments.options(environment));
    try {
      long approved = mirror.approve(command::show, command::ask);
      StandardStreams.print(command.outcome(approved));
      return ExitCode.EXACT;
    } catch (Answer.NobodyThereException e) {
      throw new UsageException(
          "approve asks before it approves, and there is no terminal, so nothing is approved; give --yes to approve.");
    } catch (MirrorException e) {
      StandardStreams.complain(String.valueOf(e.getMessage()));
      return ExitCode.of(e.reason());
    }
  }

  private void show(WithheldDeletion deletion) {
    deletions++;
    entries += deletion.entries();
    String line =
        "%-8s%s  (%s)"
            .formatted(deletion.kind().word(), deletion.path(), LineFormat.reason(deletion));
    StandardStreams.print(LineFormat.harmless(line) + "\n");
  }

  private boolean ask() {
    StandardStreams.print(
        Plain.count(entries, "entry")
            + " in "
            + Plain.count(deletions, "place")
            + " of the replica: once approved, the next run deletes them.\n");
    return Answer.isYes("Delete?", arguments.yes());
  }

  private String outcome(long approved) {
    if (deletions == 0) {
      return "Nothing is withheld.\n";
    }
    return approved > 0 ? "Approved for the next run.\n" : "Nothing is changed.\n";
  }
}
