package dev.lockstep.cli;

import dev.lockstep.Mirror;
import dev.lockstep.api.Check;
import dev.lockstep.api.FilterOptions;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Part;
import dev.lockstep.model.RunRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Carries out {@code sync} and {@code diff}. */
final class MirrorCommand {
  private final Arguments arguments;
  private final Path stateDirectory;
  private final FilterOptions filter;
  private final Screen screen;
  private final Clock clock;
  private final Cancellation cancellation = new Cancellation();
  private final RunRequests requests = new RunRequests();
  private Optional<ReopenedFile> logFile = Optional.empty();
  private volatile boolean lacksAnswer;

  private MirrorCommand(
      Arguments arguments, Path stateDirectory, FilterOptions filter, Screen screen, Clock clock) {
    this.arguments = arguments;
    this.stateDirectory = stateDirectory;
    this.filter = filter;
    this.screen = screen;
    this.clock = clock;
  }

  /**
   * Prepares the command; touches nothing.
   *
   * @throws UsageException if there is no place for its own files, or a wrong one, or something is
   *     no rule of a filter
   */
  static MirrorCommand of(Arguments arguments, Map<String, String> environment, Clock clock)
      throws UsageException {
    Path state =
        arguments.stateDirectory().isPresent()
            ? arguments.stateDirectory().get()
            : StateDirectory.usual(environment, StateDirectory.isRoot());
    refuseInReplica(arguments, "state folder", state);
    if (arguments.logFile().isPresent()) {
      refuseInReplica(arguments, "log file", arguments.logFile().get());
    }
    FilterOptions filter = arguments.filter().read();
    Screen screen = screen(arguments, environment, clock);
    var command = new MirrorCommand(arguments, state, filter, screen, clock);
    command.checkFilter();
    return command;
  }

  private static Screen screen(Arguments arguments, Map<String, String> environment, Clock clock) {
    var setting = new ProgressDisplay.Setting(arguments.pause(), environment, clock);
    Screen screen = Screen.of(arguments.progress(), setting);
    return new Screen(
        ServiceManager.beside(screen.display(), setting, arguments.isLasting()),
        screen.output(),
        screen.error());
  }

  /** Before a log file is made. */
  private void checkFilter() throws UsageException {
    if (!filter.rules().isEmpty()) {
      try {
        Mirror.of(options()).checkFilter();
      } catch (MirrorException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
  }

  private static void refuseInReplica(Arguments arguments, String what, Path place)
      throws UsageException {
    if (RealPlace.isInside(place, arguments.replica())) {
      throw new UsageException(
          "The "
              + what
              + " "
              + ShownPlace.of(place)
              + " lies inside the replica, where nothing but the mirror may be;"
              + " name another place.");
    }
  }

  /**
   * Runs until the mirror is done or stopped; or explains what was asked for.
   *
   * @throws UsageException if the log file cannot be written; then nothing was touched
   */
  ExitCode run() throws UsageException {
    if (arguments.explained().isPresent()) {
      return FilterQuestion.of(arguments, arguments.explained().get()).answer(options());
    }
    RunLog log = openLog();
    Signals.bind(cancellation, requests, this::reopenLog, screen::leave);
    // What goes wrong is told when the screen is closed by now.
    try (screen) {
      return answered(mirror(Mirror.of(options()), log));
    } catch (MirrorException e) {
      return refused(e, log);
    } catch (CancellationException e) {
      log.stopped();
      return answered(ExitCode.STOPPED);
    } catch (RuntimeException | Error e) {
      return Crash.report(e, arguments.logFile().map(file -> log));
    }
  }

  private ExitCode answered(ExitCode code) {
    return lacksAnswer ? code.withoutAnswer() : code;
  }

  private ExitCode mirror(Mirror mirror, RunLog log) throws MirrorException {
    if (arguments.isLasting()) {
      if (!last(mirror, log).cancelled()) {
        log.note("Stopped by a signal, between two runs.");
      }
      return ExitCode.STOPPED;
    }
    MirrorReport report = mirror.run(log, cancellation);
    return ExitCode.of(report, arguments.isDiff());
  }

  /** Mirrors until stopped; gives the last report. */
  private MirrorReport last(Mirror mirror, RunLog log) throws MirrorException {
    Optional<Duration> interval = arguments.interval();
    if (arguments.fullInterval().isPresent()) {
      var times = new WatchTimes(interval, arguments.fullInterval().get());
      return mirror.watch(times, log, cancellation, requests);
    }
    return mirror.every(interval.orElseThrow(), log, cancellation, requests);
  }

  private ExitCode refused(MirrorException failure, RunLog log) {
    if (failure.reason() == MirrorException.Reason.INTERNAL) {
      return Crash.report(failure, arguments.logFile().map(file -> log));
    }
    String sentence = String.valueOf(failure.getMessage());
    log.refused(sentence);
    StandardStreams.complain(sentence);
    return ExitCode.of(failure.reason());
  }

  private MirrorOptions options() {
    MirrorOptions options =
        MirrorOptions.of(arguments.source(), arguments.replica())
            .withCheck(arguments.check())
            .withIndex(arguments.memory().isKept())
            .withRehash(arguments.memory().rehash())
            .withDryRun(arguments.dryRun())
            .withReportUnchanged(arguments.loudness() == Loudness.VERBOSE)
            .withLeftAlone(arguments.leftAlone())
            .withOneFileSystem(arguments.oneFileSystem())
            .withDurability(arguments.durability())
            .withDeletionLimit(arguments.deletionLimit())
            .withDeletes(arguments.deletes())
            .withFilter(filter)
            .withLeftOut(arguments.logFile().stream().toList())
            .withLeftOutUnsaid(arguments.logStyle().rotation().allOlder(arguments.logFile()))
            .withStateDirectory(stateDirectory);
    if (arguments.memory().scrubAge().isPresent()) {
      options = options.withScrubAge(arguments.memory().scrubAge().get());
    }
    if (arguments.bytesPerSecond().isPresent()) {
      options = options.withBytesPerSecond(arguments.bytesPerSecond().getAsLong());
    }
    return arguments.jobs().isPresent() ? options.withJobs(arguments.jobs().getAsInt()) : options;
  }

  private RunLog openLog() throws UsageException {
    var lines = new LineFormat(clock.getZone(), arguments.dryRun());
    var objects = new JsonFormat(arguments.isDiff(), arguments.dryRun());
    EventFormat ofFile = arguments.logStyle().json() ? objects : lines;
    Optional<LastingOutput> file = Optional.empty();
    if (arguments.logFile().isPresent()) {
      ReopenedFile stream = openLogFile(arguments.logFile().get(), ofFile);
      logFile = Optional.of(stream);
      file = Optional.of(new LastingOutput(stream, this::logFileFailed));
    }
    boolean isForPrograms = arguments.reporting().json();
    EventFormat ofConsole = isForPrograms ? objects : consoleFormat(lines);
    var standardOutput = new LastingOutput(screen.output(), this::outputFailed);
    var output =
        new LogOutput(
            new LogOutput.Formats(ofConsole, ofFile),
            standardOutput,
            isForPrograms ? standardOutput : new LastingOutput(screen.error(), _ -> {}),
            file);
    // Programs are told of each run.
    var gate = new ConsoleGate(arguments.loudness(), arguments.isLasting() && !isForPrograms);
    return new RunLog(gate, output, clock, screen.display());
  }

  private EventFormat consoleFormat(LineFormat lines) {
    Reporting reporting = arguments.reporting();
    if (!reporting.itemized() && !reporting.stats()) {
      return lines;
    }
    Optional<Itemized> itemized =
        reporting.itemized()
            ? Optional.of(
                new Itemized(
                    arguments.check() != Check.STAMP, arguments.leftAlone().contains(Part.TIMES)))
            : Optional.empty();
    return new ConsoleFormat(lines, itemized, reporting.stats());
  }

  private ReopenedFile openLogFile(Path path, EventFormat format) throws UsageException {
    String firstLine =
        format.beginning(clock.instant(), VersionText.version(), ProcessHandle.current().pid());
    LogRotation rotation = arguments.logStyle().rotation();
    ReopenedFile.Opener opener =
        rotation.isAsked()
            ? () -> new RotatedFile(RealPlace.of(path), rotation, clock, this::rotationFailed)
            : () -> LogFile.append(path);
    return new ReopenedFile(
        LogFile.open(path, firstLine, opener), opener, clock, this::reopeningFailed);
  }

  private void reopenLog() {
    logFile.ifPresent(ReopenedFile::reopen);
  }

  private void logFileFailed(IOException failure) {
    Path file = arguments.logFile().orElseThrow();
    StandardStreams.complain(
        screen.error(),
        "The log file "
            + ShownPlace.of(file)
            + " lacks lines from here on: "
            + LogFile.reason(file, failure)
            + "; mirroring goes on.");
  }

  private void reopeningFailed(IOException failure) {
    Path file = arguments.logFile().orElseThrow();
    StandardStreams.complain(
        screen.error(),
        "The log file "
            + ShownPlace.of(file)
            + " cannot be opened anew: "
            + LogFile.reason(file, failure)
            + "; the old one is written on, and that is tried again.");
  }

  private void rotationFailed(IOException failure) {
    Path file = arguments.logFile().orElseThrow();
    StandardStreams.complain(
        screen.error(),
        "The log file "
            + ShownPlace.of(file)
            + " cannot be put aside for a new one: "
            + LogFile.reason(file, failure)
            + "; it grows on, and that is tried again.");
  }

  /** Who only wanted to be told, and cannot be, needs nothing more to be found out. */
  private void outputFailed(IOException failure) {
    boolean isSaid = StandardStreams.complainOfOutput(screen.error(), failure);
    lacksAnswer = isSaid && arguments.dryRun();
    if (arguments.dryRun() && arguments.logFile().isEmpty()) {
      cancellation.cancel();
    }
  }
}
