package dev.lockstep.cli;

import dev.lockstep.Mirror;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/** The command's entry point. */
public final class Lockstep {
  private Lockstep() {}

  public static void main(String[] words) {
    ExitCode code = run(words);
    // Nothing is left to be done at the exit, and System.exit would first set up a logger for
    // itself, which takes 20 ms.
    Runtime.getRuntime().halt(code.number());
  }

  private static ExitCode run(String[] words) {
    try {
      // The commonest questions are answered before the parser is even loaded.
      return switch (words.length == 1 ? words[0] : "") {
        case "help", "--help", "-h" -> print(HelpText.COMMAND);
        case "--version", "-V" -> print(VersionText.line());
        default -> {
          Mirror.warmUp();
          yield run(CommandLineReader.read(RawWords.of(words)));
        }
      };
    } catch (UsageException e) {
      StandardStreams.complain(e.sentence());
      return ExitCode.USAGE;
    } catch (RuntimeException | Error e) {
      return Crash.report(e, Optional.empty());
    }
  }

  private static ExitCode run(Request request) throws UsageException {
    if (request instanceof Request.Mirroring(Arguments arguments)) {
      return mirror(arguments); // By itself: a switch on types is made at run time, in 2 ms.
    }
    return switch (request) {
      case Request.Mirroring(Arguments arguments) -> mirror(arguments);
      case Request.Verifying(VerifyArguments arguments) ->
          VerifyCommand.run(arguments, System.getenv(), Clock.system(ZoneId.systemDefault()));
      case Request.OfPair(PairArguments arguments) -> ofPair(arguments);
      case Request.OfFolder(ManifestArguments arguments) ->
          ManifestCommand.run(arguments, System.getenv());
      case Request.Help(Optional<Verb> topic) -> print(HelpText.of(topic));
      case Request.Version() -> print(VersionText.line());
    };
  }

  private static ExitCode mirror(Arguments arguments) throws UsageException {
    Clock clock = Clock.system(ZoneId.systemDefault());
    return MirrorCommand.of(arguments, System.getenv(), clock).run();
  }

  private static ExitCode ofPair(PairArguments arguments) throws UsageException {
    return switch (arguments.verb()) {
      case STATUS -> StatusCommand.run(arguments, System.getenv(), ZoneId.systemDefault());
      case ADOPT -> AdoptCommand.run(arguments, System.getenv());
      case APPROVE -> ApproveCommand.run(arguments, System.getenv());
      case SYNC, DIFF, HELP, VERIFY, MANIFEST ->
          throw new IllegalStateException(arguments.verb().word() + " asks nothing of a pair");
    };
  }

  private static ExitCode print(String text) {
    StandardStreams.print(text);
    return ExitCode.EXACT;
  }
}
