package dev.lockstep.cli;

import dev.lockstep.Mirror;
import dev.lockstep.api.Check;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What a run tells, in both forms that are for programs.
 *
 * @param itemized one line per change, as rsync says it
 * @param json one object per event
 */
record ToldRun(List<String> itemized, List<String> json) {
  private static final String TIMES =
      "\"(time|started)\":\"[0-9T:.Z-]+\"|\"took_ms\":[0-9]+|\"dry_run\":(true|false)";

  /** Mirrors once. */
  static ToldRun of(MirrorOptions options) throws MirrorException {
    var objects = new ByteArrayOutputStream();
    var lines = new ByteArrayOutputStream();
    var itemized =
        new Itemized(options.check() != Check.STAMP, options.leftAlone().contains(Part.TIMES));
    var console =
        new ConsoleFormat(
            new LineFormat(ZoneOffset.UTC, options.dryRun()), Optional.of(itemized), false);
    var formats = new LogOutput.Formats(new JsonFormat(false, options.dryRun()), console);
    var output =
        new LogOutput(formats, objects, objects, Optional.of(new LastingOutput(lines, _ -> {})));
    var log = new RunLog(new ConsoleGate(Loudness.VERBOSE, false), output, InstantSource.system());
    Mirror.of(options).run(log, new Cancellation());
    return new ToldRun(itemized(lines), text(objects).lines().toList());
  }

  /** The lines of changes, in order. */
  private static List<String> itemized(ByteArrayOutputStream lines) {
    return changes(text(lines));
  }

  /** Those of these lines that itemise a change, sorted. */
  static List<String> changes(String lines) {
    return lines
        .lines()
        .filter(line -> line.matches("[<>ch.][fdLDS][c.+ ][s.+ ].*|\\*deleting .*"))
        .sorted()
        .toList();
  }

  /** The objects without what differs from run to run, sorted. */
  List<String> timeless() {
    return json.stream().map(line -> line.replaceAll(TIMES, "")).sorted().toList();
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
