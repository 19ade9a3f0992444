package dev.lockstep.cli;

import dev.lockstep.api.MirrorReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what the console hears. Pure but for what it remembers: time comes with the events. For
 * one caller at a time.
 *
 * <p>Under an interval a run that changes nothing is said the first time and then once an hour; the
 * line that opens any other is held back until something follows it.
 */
final class ConsoleGate {
  private static final Duration QUIET_TIME = Duration.ofHours(1);

  private final Loudness loudness;
  private final boolean periodic;
  private Optional<RunEvent> heldOpening = Optional.empty();
  private Optional<Instant> unchangedSaid = Optional.empty();
  private boolean mustSay = true;
  private String lastFailure = "";

  /**
   * Makes the gate of a command.
   *
   * @param periodic whether it mirrors by an interval
   */
  ConsoleGate(Loudness loudness, boolean periodic) {
    this.loudness = loudness;
    this.periodic = periodic;
  }

  /** What is to be said now, in this order. */
  List<RunEvent> pass(RunEvent event) {
    // No switch: see "The start" in ARCHITECTURE.md.
    if (event instanceof RunEvent.Opened opened) {
      return opening(opened);
    }
    if (event instanceof RunEvent.Ended ended) {
      return ending(ended);
    }
    if (event instanceof RunEvent.Failed failed) {
      return failure(failed);
    }
    if (event instanceof RunEvent.Stopped) {
      return List.of(event);
    }
    return event instanceof RunEvent.Trace ? List.of() : following(event, least(event));
  }

  /** From which loudness on it is said. */
  private static Loudness least(RunEvent event) {
    if (event instanceof RunEvent.Done || event instanceof RunEvent.Note) {
      return Loudness.NORMAL;
    }
    if (event instanceof RunEvent.Verified verified && verified.report().isEqual()) {
      return Loudness.QUIET;
    }
    return event instanceof RunEvent.Unchanged ? Loudness.VERBOSE : Loudness.SILENT;
  }

  private List<RunEvent> opening(RunEvent.Opened opened) {
    mustSay = !periodic || !lastFailure.isEmpty() || isDue(opened.start().at());
    lastFailure = "";
    heldOpening = Optional.of(opened);
    return mustSay ? following() : List.of();
  }

  /** Where the clock was put back nobody knows how long it was quiet, so it is due too. */
  private boolean isDue(Instant now) {
    return unchangedSaid.isEmpty()
        || now.isBefore(unchangedSaid.get())
        || !now.isBefore(unchangedSaid.get().plus(QUIET_TIME));
  }

  private List<RunEvent> following(RunEvent event, Loudness least) {
    if (loudness.compareTo(least) < 0) {
      return List.of();
    }
    List<RunEvent> said = following();
    said.add(event);
    return said;
  }

  /** The opening line that was held back, if there is one and it is wanted. */
  private List<RunEvent> following() {
    List<RunEvent> said = new ArrayList<>(2);
    if (loudness.compareTo(Loudness.NORMAL) >= 0) {
      heldOpening.ifPresent(said::add);
    }
    heldOpening = Optional.empty();
    return said;
  }

  private List<RunEvent> ending(RunEvent.Ended ended) {
    var report = ended.report();
    boolean unchanged = report.counts().actions() == 0 && hasNoNews(report);
    if (unchanged) {
      if (!mustSay && heldOpening.isPresent()) {
        heldOpening = Optional.empty();
        return List.of();
      }
      unchangedSaid = Optional.of(report.started());
    }
    return following(ended, report.isExact() ? Loudness.QUIET : Loudness.SILENT);
  }

  /** Whether it is exact, but for deletions that were withheld before, too. */
  private static boolean hasNoNews(MirrorReport report) {
    boolean isKnown = report.spared().withheld() > 0 && !report.spared().isNews();
    return report.isExact() || (isKnown && !report.cancelled() && report.problemCount() == 0);
  }

  /** The same failure again and again is news only once. */
  private List<RunEvent> failure(RunEvent.Failed failed) {
    boolean isNews = !periodic || !failed.sentence().equals(lastFailure);
    lastFailure = failed.sentence();
    return isNews ? List.of(failed) : List.of();
  }
}
