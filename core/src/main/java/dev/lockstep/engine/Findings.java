package dev.lockstep.engine;

import dev.lockstep.api.VerifyReport;
import dev.lockstep.model.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what verifying finds and reads, and tells it. For any thread. */
final class Findings {
  private final Tally tally;
  private final LongAdder sourceBytes = new LongAdder();
  private final LongAdder replicaBytes = new LongAdder();

  // Guarded by this.
  private final Map<Finding.Sort, Long> found = new EnumMap<>(Finding.Sort.class);
  private final Map<Finding.Sort, Long> repaired = new EnumMap<>(Finding.Sort.class);
  private final List<Finding> first = new ArrayList<>();

  /**
   * Makes an empty one.
   *
   * @param tally tells them to the listener
   */
  Findings(Tally tally) {
    this.tally = tally;
  }

  void add(Finding finding) {
    synchronized (this) {
      found.merge(finding.sort(), 1L, Long::sum);
      if (first.size() < VerifyReport.MOST_FINDINGS) {
        first.add(finding);
      }
    }
    tally.finding(finding);
  }

  /** Takes note that what was found does not hold any more. */
  synchronized void repaired(Finding finding) {
    repaired.merge(finding.sort(), 1L, Long::sum);
  }

  void readInSource(long bytes) {
    sourceBytes.add(bytes);
  }

  void readInReplica(long bytes) {
    replicaBytes.add(bytes);
  }

  long sourceBytes() {
    return sourceBytes.sum();
  }

  long replicaBytes() {
    return replicaBytes.sum();
  }

  synchronized Map<Finding.Sort, Long> found() {
    return Map.copyOf(found);
  }

  synchronized Map<Finding.Sort, Long> repaired() {
    return Map.copyOf(repaired);
  }

  synchronized List<Finding> first() {
    return List.copyOf(first);
  }
}
