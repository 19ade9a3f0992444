package dev.lockstep.cli;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Makes one line of text of each event, without its end:
 *
 * <pre>
 * 2026-11-22T18:40:01.130Z  create    file    docs/a.txt  (new, 1,204 bytes, md5 9e107d9d…)
 * </pre>
 *
 * No line holds a character that could break it or move a terminal's cursor, whatever names and
 * messages hold.
 */
final class LineFormat implements EventFormat {
  private static final int ACTION_WIDTH = 10;
  private static final int KIND_WIDTH = 8;
  private static final int USUAL_LENGTH = 160;

  private final Timestamps timestamps;
  private final boolean dryRun;

  /**
   * Makes the format of a command.
   *
   * @param dryRun whether every line is to be marked as one of a dry run
   */
  LineFormat(ZoneId zone, boolean dryRun) {
    this.timestamps = new Timestamps(zone);
    this.dryRun = dryRun;
  }

  @Override
  public String line(RunEvent event) {
    // What every run says comes before the switch: see "The start" in ARCHITECTURE.md.
    if (event instanceof RunEvent.Opened opened) {
      return harmless(opening(opened.start()));
    }
    if (event instanceof RunEvent.Ended ended) {
      return harmless(closing(closing(ended), ended.at()));
    }
    return harmless(
        switch (event) {
          case RunEvent.Opened _, RunEvent.Ended _ ->
              throw new IllegalStateException("said already: " + event);
          case RunEvent.Done done -> action(done.action());
          case RunEvent.Unchanged same -> unchanged(same);
          case RunEvent.Found found -> finding(found);
          case RunEvent.Verified verified ->
              closing(VerifySummary.of(verified.report()), verified.at());
          case RunEvent.Trouble trouble ->
              sentence(trouble.at(), "problem", trouble.problem().toString());
          case RunEvent.TooMany many ->
              sentence(
                  many.at(),
                  "problem",
                  Plain.number(many.named())
                      + " paths were named; further ones are only counted, in the summary of this run");
          case RunEvent.Withheld withheld -> withheld(withheld);
          case RunEvent.FurtherWithheld further ->
              sentence(
                  further.at(),
                  "withheld",
                  "and %s more; lockstep approve shows all"
                      .formatted(Plain.number(further.deletions())));
          case RunEvent.Note note -> sentence(note.at(), "note", note.sentence());
          case RunEvent.Stopped stopped -> closing(Summary.ofStopped(), stopped.at());
          case RunEvent.Failed failed ->
              closing(Summary.ofFailed(failed.number(), failed.sentence()), failed.at());
          case RunEvent.Trace trace -> sentence(trace.at(), "trace", trace.line());
        });
  }

  @Override
  public String beginning(Instant at, String version, long process) {
    return harmless(sentence(at, "lockstep", version + " begins, process " + process));
  }

  private String opening(RunStart start) {
    return begin(start.at())
        .append("run ")
        .append(Plain.number(start.number()))
        .append(": ")
        .append(ShownPlace.of(start.source().toAbsolutePath()))
        .append(" -> ")
        .append(ShownPlace.of(start.replica().toAbsolutePath()))
        .append(dryRun ? "  (dry run: nothing is changed)" : "")
        .toString();
  }

  private String action(ActionDone done) {
    StringBuilder line =
        entry(done.at(), done.action().word(), done.action().subject().kind(), done.path())
            .append("  (")
            .append(done.action().reason());
    if (done.size().isPresent()) {
      long size = done.size().getAsLong();
      line.append(", ").append(Plain.count(size, "byte"));
    }
    if (done.digest().isPresent()) {
      line.append(", ").append(done.digest().get());
    } else if (done.size().isPresent()) {
      line.append(", digest pending");
    }
    return line.append(')').toString();
  }

  private String unchanged(RunEvent.Unchanged same) {
    StringBuilder line = entry(same.at(), "unchanged", same.entry().kind(), same.path());
    same.digest().ifPresent(digest -> line.append("  (").append(digest).append(')'));
    return line.toString();
  }

  private String finding(RunEvent.Found found) {
    Finding finding = found.finding();
    return entry(found.at(), FindingText.word(finding), finding.kind(), finding.path())
        .append("  (")
        .append(FindingText.words(finding))
        .append(')')
        .toString();
  }

  private String withheld(RunEvent.Withheld withheld) {
    WithheldDeletion deletion = withheld.deletion();
    return entry(withheld.at(), "withheld", deletion.kind(), deletion.path())
        .append("  (")
        .append(reason(deletion))
        .append(')')
        .toString();
  }

  /** Why a deletion is asked for, and what would go with it. */
  static String reason(WithheldDeletion deletion) {
    String why = deletion.isInTheWay() ? "in the way of another kind" : "gone";
    long held = deletion.entries() - 1;
    return held > 0 ? why + ", holds " + Plain.count(held, "entry") : why;
  }

  private StringBuilder entry(Instant at, String action, Kind kind, RelativePath path) {
    StringBuilder line = begin(at);
    padded(line, action, ACTION_WIDTH);
    padded(line, kind.word(), KIND_WIDTH);
    return line.append(path);
  }

  private String sentence(Instant at, String word, String sentence) {
    StringBuilder line = begin(at);
    padded(line, word, ACTION_WIDTH);
    return line.append(sentence).toString();
  }

  private static String closing(RunEvent.Ended ended) {
    String summary = Summary.of(ended.report());
    return ended.logLacksLines() ? summary + "; the log file lacks lines" : summary;
  }

  /** A summary has its time last, since scripts look at how it begins. */
  private String closing(String summary, Instant at) {
    var line = new StringBuilder(USUAL_LENGTH).append(summary).append("; at ");
    timestamps.append(line, at);
    return line.toString();
  }

  private StringBuilder begin(Instant at) {
    var line = new StringBuilder(USUAL_LENGTH);
    timestamps.append(line, at);
    return line.append(dryRun ? "  dry  " : "  ");
  }

  private static void padded(StringBuilder line, String word, int width) {
    line.append(word).repeat(' ', Math.max(1, width - word.length()));
  }

  /** What was escaped stays as it is; this is for whatever was not. */
  static String harmless(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < ' ' || c > '~') {
        return escaped(line);
      }
    }
    return line;
  }

  private static String escaped(String line) {
    var escaped = new StringBuilder(line.length() + 16);
    line.codePoints()
        .forEach(codePoint -> {
          if (Shown.isHarmless(codePoint)) {
            escaped.appendCodePoint(codePoint);
          } else {
            escaped.append(Shown.text(Character.toString(codePoint)));
          }
        });
    return escaped.toString();
  }
}
