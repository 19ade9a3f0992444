package dev.lockstep.cli;

import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.MirrorReport.Counts;
import dev.lockstep.api.Spared;
import dev.lockstep.model.Part;
import dev.lockstep.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The last line of a run; it begins {@code exact:} or {@code not exact:}. */
final class Summary {
  private static final String EXACT = "exact: ";
  private static final String NOT_EXACT = "not exact: ";

  private Summary() {}

  /** The line for a run with this report. */
  static String of(MirrorReport report) {
    List<String> parts = new ArrayList<>();
    if (report.cancelled()) {
      parts.add("stopped by a signal");
    }
    if (report.problemCount() > 0) {
      parts.add(problems(report));
    }
    if (report.spared().withheld() > 0) {
      parts.add(withheld(report.spared()));
    }
    if (report.dryRun()) {
      parts.add(toDo(report));
    }
    parts.add(Plain.count(report.counts().entries(), "entry"));
    parts.add((report.dryRun() ? "looked at" : done(report)) + " in " + Plain.time(report.took()));
    if (!report.notCarried().isEmpty()) {
      parts.add("not carried: " + String.join(", ", report.notCarried()));
    }
    if (!report.leftAlone().isEmpty()) {
      parts.add("left alone: " + leftAlone(report.leftAlone()));
    }
    if (report.spared().kept() > 0) {
      parts.add("kept: " + Plain.number(report.spared().kept()) + " that only the replica has");
    }
    if (report.counts().leftOut() > 0) {
      parts.add("excluded: " + Plain.number(report.counts().leftOut()));
    }
    parts.addAll(report.cautions());
    return (report.isExact() ? EXACT : NOT_EXACT)
        + (report.dryRun() ? "dry run: " : "")
        + String.join("; ", parts);
  }

  /** The line for a run that was stopped before it had anything to report. */
  static String ofStopped() {
    return NOT_EXACT + "stopped by a signal";
  }

  /** The line for a run that could not be made. */
  static String ofFailed(long number, String sentence) {
    return NOT_EXACT + "run " + Plain.number(number) + " was not made: " + sentence;
  }

  private static String withheld(Spared spared) {
    return Plain.count(spared.withheld(), "deletion")
        + " withheld ("
        + spared.reason()
        + "; see lockstep approve)";
  }

  private static String problems(MirrorReport report) {
    List<String> causes = new ArrayList<>();
    for (Problem.Cause cause : Problem.Cause.values()) {
      long count = report.problemCount(cause);
      if (count > 0) {
        causes.add((count == report.problemCount() ? "" : Plain.number(count) + " ") + word(cause));
      }
    }
    return Plain.count(report.problemCount(), "problem") + " (" + String.join(", ", causes) + ")";
  }

  private static String word(Problem.Cause cause) {
    return switch (cause) {
      case FAILED -> "failed";
      case NOT_CARRIED -> "not carried";
      case UNSTABLE -> "changed or vanished while read";
      case ROTTEN -> "rotten in the source";
    };
  }

  /** Parts in words. */
  static String leftAlone(Set<Part> parts) {
    return String.join(", ", leftAloneWords(parts));
  }

  /** The same, a word or two for each. */
  static List<String> leftAloneWords(Set<Part> parts) {
    return parts.stream().sorted().map(Summary::word).toList();
  }

  private static String word(Part part) {
    return switch (part) {
      case OWNERS -> "owners";
      case MODES -> "permissions";
      case TIMES -> "times";
      case ATTRIBUTES -> "extended attributes";
      case ACLS -> "ACLs";
      case HARD_LINKS -> "hard links";
    };
  }

  private static String toDo(MirrorReport report) {
    long actions = report.counts().actions();
    return actions == 0
        ? "nothing to do"
        : Plain.count(actions, "action") + " to do (" + actions(report.counts()) + ")";
  }

  private static String done(MirrorReport report) {
    Counts counts = report.counts();
    if (counts.actions() == 0) {
      return "nothing changed";
    }
    return actions(counts)
        + (counts.bytesCopied() > 0 ? " (" + Plain.size(counts.bytesCopied()) + " copied)" : "");
  }

  private static String actions(Counts counts) {
    List<String> parts = new ArrayList<>();
    add(parts, counts.created(), "created");
    add(parts, counts.updated(), "updated");
    add(parts, counts.meta(), "metadata only");
    add(parts, counts.replaced(), "replaced");
    add(parts, counts.hardlinked(), "hardlinked");
    add(parts, counts.moved(), "moved");
    add(parts, counts.deleted(), "deleted");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(Plain.number(count) + " " + what);
    }
  }
}
