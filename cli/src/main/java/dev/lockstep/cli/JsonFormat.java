package dev.lockstep.cli;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.model.Action;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Makes one JSON object of each event, for programs; docs/json.md describes them all. Members may
 * be added, and none changes its meaning.
 */
final class JsonFormat implements EventFormat {
  private static final String MESSAGE = "message";
  private static final String COUNT = "count";

  private final boolean asksForDifferences;
  private final boolean dryRun;

  /**
   * Makes the format of a command.
   *
   * @param asksForDifferences whether differences are what was asked for, and have an exit code
   * @param dryRun whether nothing is changed
   */
  JsonFormat(boolean asksForDifferences, boolean dryRun) {
    this.asksForDifferences = asksForDifferences;
    this.dryRun = dryRun;
  }

  @Override
  public String beginning(Instant at, String version, long process) {
    return object("begin", at)
        .add("version", version)
        .add("process", process)
        .add("dry_run", dryRun)
        .toString();
  }

  @Override
  public String line(RunEvent event) {
    return object(event).toString();
  }

  private JsonObject object(RunEvent event) {
    return switch (event) {
      case RunEvent.Opened opened -> opening(opened.start());
      case RunEvent.Done done -> action(done.action());
      case RunEvent.Unchanged same -> equal(object("equal", same.at()), same);
      case RunEvent.Found found ->
          JsonOutput.finding(object("finding", found.at()), found.finding());
      case RunEvent.Verified verified ->
          JsonOutput.report(object("report", verified.at()), verified.report());
      case RunEvent.Trouble trouble -> problem(object("problem", trouble.at()), trouble.problem());
      case RunEvent.TooMany many -> further(many.at(), "problem").add("named", many.named());
      case RunEvent.Withheld withheld -> withheld(withheld);
      case RunEvent.FurtherWithheld further ->
          further(further.at(), "withheld").add(COUNT, further.deletions());
      case RunEvent.Note note -> object("note", note.at()).add(MESSAGE, note.sentence());
      case RunEvent.Ended ended -> report(ended);
      case RunEvent.Stopped stopped -> object("stopped", stopped.at());
      case RunEvent.Failed failed ->
          object("failed", failed.at()).add("run", failed.number()).add(MESSAGE, failed.sentence());
      case RunEvent.Trace trace -> object("trace", trace.at()).add("line", trace.line());
    };
  }

  private static JsonObject object(String type, Instant at) {
    return new JsonObject().add("type", type).add("time", at.toString());
  }

  private static JsonObject further(Instant at, String of) {
    return object("further", at).add("of", of);
  }

  private static JsonObject opening(RunStart start) {
    return object("start", start.at())
        .add("run", start.number())
        .add("dry_run", start.dryRun())
        .addPlace("source", start.source().toAbsolutePath())
        .addPlace("replica", start.replica().toAbsolutePath());
  }

  /** An action that was carried out. */
  static JsonObject action(ActionDone done) {
    Action action = done.action();
    JsonObject line =
        object("action", done.at())
            .add("action", action.word())
            .add("kind", action.subject().kind().word())
            .addPath("path", done.path())
            .add("reason", action.reason());
    addDetails(line, action);
    done.target().ifPresent(target -> line.addBytes("target", target.toBytes()));
    done.size().ifPresent(size -> line.add("size", size));
    done.digest().ifPresent(digest -> add(line, digest));
    return line;
  }

  private static void addDetails(JsonObject line, Action action) {
    switch (action) {
      case Action.Update update -> {
        line.add("differs", aspects(update.difference()));
        if (update.before() instanceof Entry.File file) {
          line.add("size_before", file.size());
        }
      }
      case Action.Meta meta -> line.add("differs", aspects(meta.difference()));
      case Action.Replace replace -> line.add("kind_before", replace.replaced().kind().word());
      case Action.Hardlink link -> line.addPath("to", link.to());
      case Action.Move move -> line.addPath("from", move.from());
      case Action.Create _, Action.Delete _ -> {}
    }
  }

  /** The words for what differs. */
  static List<String> aspects(Difference difference) {
    return Arrays.stream(Aspect.values()).filter(difference::has).map(Aspect::word).toList();
  }

  private static JsonObject equal(JsonObject line, RunEvent.Unchanged same) {
    line.addPath("path", same.path()).add("kind", same.entry().kind().word());
    same.digest().ifPresent(digest -> add(line, digest));
    return line;
  }

  /** A path that could not be mirrored, or verified. */
  static JsonObject problem(JsonObject line, Problem problem) {
    return line.addPath("path", problem.path())
        .add("cause", word(problem.cause()))
        .add(MESSAGE, problem.message());
  }

  private static JsonObject withheld(RunEvent.Withheld withheld) {
    return object("withheld", withheld.at())
        .addPath("path", withheld.deletion().path())
        .add("kind", withheld.deletion().kind().word())
        .add("in_the_way", withheld.deletion().isInTheWay())
        .add("entries", withheld.deletion().entries());
  }

  private JsonObject report(RunEvent.Ended ended) {
    MirrorReport report = ended.report();
    ExitCode code = ExitCode.of(report, asksForDifferences);
    return object("report", ended.at())
        .add("run", report.number())
        .add("dry_run", report.dryRun())
        .add("outcome", code.word())
        .add("exit_code", code.number())
        .add("stopped", report.cancelled())
        .add("entries", report.counts().entries())
        .add("actions", actions(report.counts()))
        .add("bytes_copied", report.counts().bytesCopied())
        .add("problems", report.problemCount())
        .add("causes", causes(report))
        .add("withheld", report.spared().withheld())
        .add("withheld_reason", report.spared().reason())
        .add("kept", report.spared().kept())
        .add("excluded", report.counts().leftOut())
        .add("not_carried", report.notCarried())
        .add("left_alone", Summary.leftAloneWords(report.leftAlone()))
        .add("cautions", report.cautions())
        .add("backend", report.backend())
        .add("log_lacks_lines", ended.logLacksLines())
        .add("started", report.started().toString())
        .add("took_ms", report.took().toMillis());
  }

  private static JsonObject actions(MirrorReport.Counts counts) {
    return new JsonObject()
        .add("create", counts.created())
        .add("update", counts.updated())
        .add("meta", counts.meta())
        .add("replace", counts.replaced())
        .add("hardlink", counts.hardlinked())
        .add("move", counts.moved())
        .add("delete", counts.deleted());
  }

  private static JsonObject causes(MirrorReport report) {
    var causes = new JsonObject();
    for (Problem.Cause cause : Problem.Cause.values()) {
      if (report.problemCount(cause) > 0) {
        causes.add(word(cause), report.problemCount(cause));
      }
    }
    return causes;
  }

  /** Adds the digest of a file's content. */
  static void add(JsonObject line, Digest digest) {
    line.add("digest_algorithm", digest.algorithm().word()).add("digest", digest.hex());
  }

  private static String word(Problem.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
