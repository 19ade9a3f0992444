package dev.lockstep.cli;

import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.MirrorReport.Counts;
import java.time.Duration;

/** The counts of a run, each on a line of its own. */
final class StatsText {
  private static final double NANOS_PER_SECOND = 1e9;

  private final StringBuilder text = new StringBuilder(640);

  private StatsText() {}

  /** The lines, each with its end. */
  static String of(MirrorReport report) {
    var stats = new StatsText();
    Counts counts = report.counts();
    stats.count("Entries in the source", counts.entries());
    stats.count("Excluded", counts.leftOut());
    stats.count("Created", counts.created());
    stats.count("Updated", counts.updated());
    stats.count("Metadata only", counts.meta());
    stats.count("Replaced by another kind", counts.replaced());
    stats.count("Hard links made", counts.hardlinked());
    stats.count("Moved", counts.moved());
    stats.count("Deleted", counts.deleted());
    stats.count("Deletions withheld", report.spared().withheld());
    stats.count("Kept though the source lacks them", report.spared().kept());
    stats.count("Problems", report.problemCount());
    stats.line("Content copied", bytes(counts.bytesCopied()));
    stats.line("Content copied a second", Plain.size(rate(counts.bytesCopied(), report.took())));
    stats.line("Time", Plain.time(report.took()));
    stats.line("Backend", report.backend());
    return stats.text.toString();
  }

  private static String bytes(long bytes) {
    String exactly = Plain.count(bytes, "byte");
    String shown = Plain.size(bytes);
    return shown.equals(exactly) ? exactly : exactly + " (" + shown + ")";
  }

  /** What would be copied so fast that no time can be told counts as one nanosecond's work. */
  private static long rate(long bytes, Duration took) {
    return (long) (bytes * NANOS_PER_SECOND / Math.max(1, took.toNanos()));
  }

  private void count(String what, long number) {
    line(what, Plain.number(number));
  }

  private void line(String what, String value) {
    text.append(what).append(": ").append(value).append('\n');
  }
}
