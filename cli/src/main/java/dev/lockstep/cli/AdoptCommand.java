package dev.lockstep.cli;

import dev.lockstep.Mirror;
import dev.lockstep.api.Adoption;
import dev.lockstep.api.MirrorException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

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
    } catch (NobodyThereException e) {
      throw new UsageException(
          "adopt asks before it accepts, and there is no terminal; give --yes to accept.");
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
    if (arguments.yes()) {
      return true;
    }
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      throw new NobodyThereException();
    }
    StandardStreams.print("Accept? [y/N] ");
    return isYes();
  }

  private static boolean isYes() {
    var words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      String word = words.readLine();
      return word != null
          && (word.strip().equalsIgnoreCase("y") || word.strip().equalsIgnoreCase("yes"));
    } catch (IOException e) {
      return false; // No answer is no yes.
    }
  }

  /** Nobody can be asked. */
  private static final class NobodyThereException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
