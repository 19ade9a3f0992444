package dev.lockstep.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Where events go: standard output, standard error and the log file, each a logger with an appender
 * of its own, the file perhaps in another form. The loggers live in a context of this command's
 * own, so nothing that a library logs comes between.
 */
final class LogOutput {
  private final LoggerContext context = new LoggerContext();
  private final Logger standardOutput;
  private final Logger standardError;
  private final Optional<LastingOutput> fileStream;
  private final Optional<Logger> file;

  /**
   * Makes it.
   *
   * @param formats of the console, and of the file
   * @param error standard error; standard output again, where all is to go there
   */
  LogOutput(Formats formats, OutputStream out, OutputStream error, Optional<LastingOutput> file) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    this.standardOutput = logger("lockstep.output", formats.console(), out);
    this.standardError = logger("lockstep.error", formats.console(), error);
    this.fileStream = file;
    this.file = file.map(stream -> logger("lockstep.file", formats.file(), stream));
  }

  /** In which form the console is told, and the log file. */
  record Formats(EventFormat console, EventFormat file) {
    /** One for both. */
    static Formats of(EventFormat both) {
      return new Formats(both, both);
    }
  }

  void toFile(RunEvent event) {
    file.ifPresent(logger -> log(logger, event));
  }

  /** Whether something could not be written to the file. */
  boolean fileLacksLines() {
    return fileStream.filter(LastingOutput::lacksLines).isPresent();
  }

  // No switches: see "The start" in ARCHITECTURE.md.

  void toConsole(RunEvent event) {
    boolean isForErrors =
        isFailure(event)
            || event instanceof RunEvent.Trouble
            || event instanceof RunEvent.TooMany
            || event instanceof RunEvent.Note;
    log(isForErrors ? standardError : standardOutput, event);
  }

  private static void log(Logger logger, RunEvent event) {
    if (isFailure(event)) {
      logger.error(LineEncoder.EVENT, event);
    } else if (event instanceof RunEvent.Found
        || event instanceof RunEvent.Trouble
        || event instanceof RunEvent.TooMany) {
      logger.warn(LineEncoder.EVENT, event);
    } else {
      logger.info(LineEncoder.EVENT, event);
    }
  }

  private static boolean isFailure(RunEvent event) {
    return event instanceof RunEvent.Failed || event instanceof RunEvent.Trace;
  }

  private Logger logger(String name, EventFormat format, OutputStream stream) {
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName(name);
    appender.setEncoder(new LineEncoder(format));
    appender.setOutputStream(stream);
    appender.start();
    ch.qos.logback.classic.Logger logger = context.getLogger(name);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    return logger;
  }
}
