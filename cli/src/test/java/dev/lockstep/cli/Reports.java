package dev.lockstep.cli;

import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.MirrorReport.Counts;
import dev.lockstep.api.Spared;
import dev.lockstep.model.Part;
import dev.lockstep.model.Problem.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes reports, one word for each thing that matters. Unless said, the run was exact. */
final class Reports {
  private Instant started = Instant.parse("2026-11-22T18:40:00Z");
  private Duration took = Duration.ofMillis(834);
  private boolean dryRun;
  private boolean cancelled;
  private Counts counts = new Counts(1_204, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private final Map<Cause, Long> problems = new HashMap<>();
  private List<String> notCarried = List.of();
  private Set<Part> leftAlone = Set.of();

  private Spared spared = Spared.NOTHING;
  private List<String> cautions = List.of();

  private Reports() {}

  static Reports report() {
    return new Reports();
  }

  Reports started(Instant at) {
    started = at;
    return this;
  }

  Reports took(Duration time) {
    took = time;
    return this;
  }

  Reports dry() {
    dryRun = true;
    return this;
  }

  Reports cancelled() {
    cancelled = true;
    return this;
  }

  Reports actions(long updated) {
    return counts(new Counts(1_204, 0, updated, 0, 0, 0, 0, 0, 0, 0));
  }

  Reports counts(Counts other) {
    counts = other;
    return this;
  }

  Reports problems(Map<Cause, Long> counts) {
    counts.forEach((cause, count) -> {
      if (count > 0) {
        problems.put(cause, count);
      }
    });
    return this;
  }

  Reports notCarried(String... words) {
    notCarried = List.of(words);
    return this;
  }

  Reports leftAlone(Part... parts) {
    leftAlone = Set.of(parts);
    return this;
  }

  Reports spared(Spared other) {
    spared = other;
    return this;
  }

  Reports cautions(String... words) {
    cautions = List.of(words);
    return this;
  }

  MirrorReport build() {
    return new MirrorReport(
        1,
        dryRun,
        started,
        took,
        cancelled,
        counts,
        problems,
        List.of(),
        notCarried,
        leftAlone,
        spared,
        cautions,
        "Linux");
  }
}
