package dev.lockstep.cli;

import dev.lockstep.Mirror;
import dev.lockstep.api.FilterOptions;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RunRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out {@code verify}. */
final class VerifyCommand {
  private final VerifyArguments arguments;
  private final Path stateDirectory;
  private final FilterOptions filter;
  private final Screen screen;
  private final Clock clock;
  private final Cancellation cancellation = new Cancellation();
  private volatile boolean lacksAnswer;

  private VerifyCommand(
      VerifyArguments arguments,
      Path stateDirectory,
      FilterOptions filter,
      Screen screen,
      Clock clock) {
    this.arguments = arguments;
    this.filter = filter;
    this.stateDirectory = stateDirectory;
    this.screen = screen;
    this.clock = clock;
  }

  /**
   * Verifies.
   *
   * @throws UsageException if there is no place for the state folder, or something is no rule of a
   *     filter
   */
  static ExitCode run(VerifyArguments arguments, Map<String, String> environment, Clock clock)
      throws UsageException {
    Path state =
        arguments.stateDirectory().isPresent()
            ? arguments.stateDirectory().get()
            : StateDirectory.usual(environment, StateDirectory.isRoot());
    FilterOptions filter = arguments.filter().read();
    var screen =
        Screen.of(
            arguments.progress(),
            new ProgressDisplay.Setting(Optional.empty(), environment, clock));
    return new VerifyCommand(arguments, state, filter, screen, clock).run();
  }

  private ExitCode run() {
    Signals.bind(cancellation, new RunRequests(), () -> {}, screen::leave);
    // What goes wrong is told when the screen is closed by now.
    try (screen) {
      if (arguments.json()) {
        var output = new JsonOutput(output(), screen.display());
        return verify(output, output::report);
      }
      RunLog log = log();
      return verify(log, log::verified);
    } catch (MirrorException e) {
      if (e.reason() == MirrorException.Reason.INTERNAL) {
        return Crash.report(e, Optional.empty());
      }
      StandardStreams.complain(String.valueOf(e.getMessage()));
      return ExitCode.of(e.reason());
    } catch (RuntimeException | Error e) {
      return Crash.report(e, Optional.empty());
    }
  }

  private ExitCode verify(MirrorListener listener, Consumer<VerifyReport> ending)
      throws MirrorException {
    VerifyReport report = Mirror.of(options()).verify(arguments.repair(), listener, cancellation);
    ending.accept(report);
    ExitCode code = ExitCode.of(report);
    return lacksAnswer ? code.withoutAnswer() : code;
  }

  private MirrorOptions options() {
    MirrorOptions options =
        MirrorOptions.of(arguments.source(), arguments.replica())
            .withCheck(arguments.check())
            .withIndex(arguments.usesIndex())
            .withReportUnchanged(arguments.loudness() == Loudness.VERBOSE)
            .withLeftAlone(arguments.leftAlone())
            .withOneFileSystem(arguments.oneFileSystem())
            .withDurability(arguments.durability())
            .withFilter(filter)
            .withLeftOut(arguments.logFile().stream().toList())
            .withLeftOutUnsaid(arguments.rotation().allOlder(arguments.logFile()))
            .withStateDirectory(stateDirectory);
    return arguments.jobs().isPresent() ? options.withJobs(arguments.jobs().getAsInt()) : options;
  }

  private RunLog log() {
    var output =
        new LogOutput(
            LogOutput.Formats.of(new LineFormat(clock.getZone(), false)),
            output(),
            new LastingOutput(screen.error(), _ -> {}),
            Optional.empty());
    return new RunLog(
        new ConsoleGate(arguments.loudness(), false), output, clock, screen.display());
  }

  private LastingOutput output() {
    return new LastingOutput(screen.output(), this::outputFailed);
  }

  /** Who cannot be told needs nothing more to be found out. */
  private void outputFailed(IOException failure) {
    lacksAnswer = StandardStreams.complainOfOutput(screen.error(), failure);
    cancellation.cancel();
  }
}
