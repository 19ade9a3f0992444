package dev.lockstep.api;

import dev.lockstep.model.Finding;
import dev.lockstep.model.Part;
import dev.lockstep.model.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What verifying found.
 *
 * @param started when it began
 * @param took how long it lasted
 * @param cancelled whether it was stopped before its end
 * @param counts what was looked at
 * @param found how many findings there were of each sort
 * @param repaired how many of them were repaired
 * @param findings the first of them, at most {@link #MOST_FINDINGS}
 * @param problemCounts how many paths could not be verified, by cause
 * @param problems the first of them, at most {@link MirrorReport#MOST_PROBLEMS}
 * @param notCarried what the replica cannot hold, in words such as {@code owners (not root)}
 * @param leftAlone what was not compared, as {@link MirrorOptions#leftAlone()} says
 * @param cautions what was not watched over, in words such as {@code no memory (no state folder)},
 *     and why no better backend served, such as missing native access
 */
public record VerifyReport(
    Instant started,
    Duration took,
    boolean cancelled,
    Counts counts,
    Map<Finding.Sort, Long> found,
    Map<Finding.Sort, Long> repaired,
    List<Finding> findings,
    Map<Problem.Cause, Long> problemCounts,
    List<Problem> problems,
    List<String> notCarried,
    Set<Part> leftAlone,
    List<String> cautions) {
  /** How many findings a report keeps; the listener hears of all. */
  public static final int MOST_FINDINGS = 1_000;

  public VerifyReport {
    found = Map.copyOf(found);
    repaired = Map.copyOf(repaired);
    findings = List.copyOf(findings);
    problemCounts = Map.copyOf(problemCounts);
    problems = List.copyOf(problems);
    notCarried = List.copyOf(notCarried);
    leftAlone = Set.copyOf(leftAlone);
    cautions = List.copyOf(cautions);
  }

  /** The same with other cautions. */
  public VerifyReport withCautions(List<String> other) {
    return new VerifyReport(
        started,
        took,
        cancelled,
        counts,
        found,
        repaired,
        findings,
        problemCounts,
        problems,
        notCarried,
        leftAlone,
        other);
  }

  /**
   * What was looked at.
   *
   * @param entries the source's entries that belong to the mirror, without the root
   * @param sourceBytes bytes of content read in the source
   * @param replicaBytes likewise in the replica
   * @param leftOut paths kept out of the mirror, on either side
   */
  public record Counts(long entries, long sourceBytes, long replicaBytes, long leftOut) {}

  /** How many findings of a sort are left, those being repaired not counted. */
  public long left(Finding.Sort sort) {
    return found.getOrDefault(sort, 0L) - repaired.getOrDefault(sort, 0L);
  }

  /** How many findings are left in all. */
  public long left() {
    return sum(found) - sum(repaired);
  }

  /** How many findings were repaired. */
  public long repairedCount() {
    return sum(repaired);
  }

  /** How many of the findings that are left are rot. */
  public long rotLeft() {
    return found.keySet().stream().filter(Finding.Sort::isRot).mapToLong(this::left).sum();
  }

  /** How many paths could not be verified. */
  public long problemCount() {
    return sum(problemCounts);
  }

  /** How many paths could not be verified for this cause. */
  public long problemCount(Problem.Cause cause) {
    return problemCounts.getOrDefault(cause, 0L);
  }

  /** Whether both sides were verified wholly and are equal now. */
  public boolean isEqual() {
    return !cancelled && left() == 0 && problemCount() == 0;
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
