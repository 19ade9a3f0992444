package dev.lockstep.cli;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/** The command's entry point. */
public final class Lockstep {
  private Lockstep() {}

  public static void main(String[] words) {
    System.exit(run(words).number());
  }

  private static ExitCode run(String[] words) {
    try {
      return run(request(words));
    } catch (UsageException e) {
      StandardStreams.complain(e.sentence());
      return ExitCode.USAGE;
    } catch (RuntimeException | Error e) {
      return Crash.report(e, Optional.empty());
    }
  }

  private static Request request(String[] words) throws UsageException {
    // The commonest questions are answered before the parser is even loaded.
    return switch (words.length == 1 ? words[0] : "") {
      case "help", "--help", "-h" -> new Request.Help(Optional.empty());
      case "--version", "-V" -> new Request.Version();
      default -> CommandLineReader.read(RawWords.of(words));
    };
  }

  private static ExitCode run(Request request) throws UsageException {
    return switch (request) {
      case Request.Mirroring(Arguments arguments) ->
          MirrorCommand.of(arguments, System.getenv(), Clock.system(ZoneId.systemDefault())).run();
      case Request.Help(Optional<Verb> topic) -> print(HelpText.of(topic));
      case Request.Version() -> print(VersionText.line() + '\n');
    };
  }

  private static ExitCode print(String text) {
    StandardStreams.print(text);
    return ExitCode.EXACT;
  }
}
