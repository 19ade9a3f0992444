package dev.lockstep.cli;

import dev.lockstep.api.VerifyReport;
import dev.lockstep.model.Finding;
import java.util.ArrayList;
import java.util.List;

/** The last line of a verification; it begins {@code verified:} or {@code not equal:}. */
final class VerifySummary {
  private VerifySummary() {}

  static String of(VerifyReport report) {
    List<String> parts = new ArrayList<>();
    if (report.cancelled()) {
      parts.add("stopped by a signal");
    }
    if (report.left() > 0) {
      parts.add(findings(report));
    }
    if (report.problemCount() > 0) {
      parts.add(Plain.count(report.problemCount(), "path") + " that could not be verified");
    }
    parts.add(Plain.count(report.counts().entries(), "entry") + ", " + read(report.counts()));
    if (report.isEqual()) {
      parts.add("all equal");
    }
    if (report.repairedCount() > 0) {
      parts.add("repaired: " + Plain.number(report.repairedCount()));
    }
    parts.add("in " + Plain.time(report.took()));
    if (!report.notCarried().isEmpty()) {
      parts.add("not carried: " + String.join(", ", report.notCarried()));
    }
    if (!report.leftAlone().isEmpty()) {
      parts.add("left alone: " + Summary.leftAlone(report.leftAlone()));
    }
    if (report.counts().leftOut() > 0) {
      parts.add("excluded: " + Plain.number(report.counts().leftOut()));
    }
    parts.addAll(report.cautions());
    return (report.isEqual() ? "verified: " : "not equal: ") + String.join("; ", parts);
  }

  private static String read(VerifyReport.Counts counts) {
    String inSource = Plain.size(counts.sourceBytes());
    return counts.sourceBytes() == counts.replicaBytes()
        ? inSource + " read on each side"
        : inSource
            + " read in the source, "
            + Plain.size(counts.replicaBytes())
            + " in the replica";
  }

  private static String findings(VerifyReport report) {
    List<String> parts = new ArrayList<>();
    for (Finding.Sort sort : Finding.Sort.values()) {
      if (report.left(sort) > 0) {
        parts.add(Plain.number(report.left(sort)) + " " + words(sort));
      }
    }
    return String.join(", ", parts);
  }

  private static String words(Finding.Sort sort) {
    return switch (sort) {
      case REPLICA_ROTTED -> "rotten in the replica";
      case SOURCE_ROTTED -> "rotten in the source";
      case BOTH_ROTTED -> "rotten on both sides";
      case SOURCE_CHANGED -> "changed in the source";
      case REPLICA_CHANGED -> "changed in the replica";
      case BOTH_CHANGED -> "changed on both sides";
      case CONTENT -> "of other content";
      case METADATA -> "of other metadata";
      case KIND -> "of another kind";
      case MISSING -> "missing in the replica";
      case EXTRA -> "only in the replica";
    };
  }
}
