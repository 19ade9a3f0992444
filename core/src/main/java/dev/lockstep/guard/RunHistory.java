package dev.lockstep.guard;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a pair was mirrored, and what came of it. Losing it costs an answer, never data. Immutable.
 *
 * @param going the run that was begun and has not ended, if there is one
 * @param last the last run that ended
 * @param lastExact when the last run ended that left the replica exact
 * @param refusal why no run could be made since the last one
 * @param next when the process that mirrors at an interval begins its next run
 * @param unflushed the start of the machine since which something may have been written that is not
 *     on the disk; the text is empty where that is not told
 */
public record RunHistory(
    Optional<Going> going,
    Optional<Ended> last,
    Optional<Instant> lastExact,
    Optional<Refused> refusal,
    Optional<Next> next,
    Optional<String> unflushed) {
  /** That of a pair that was never mirrored. */
  public static final RunHistory NOTHING =
      new RunHistory(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final String FILE = "runs";
  private static final String FORM = "lockstep runs 1";

  /**
   * A run that was begun.
   *
   * @param boot which start of the machine it was; empty where that is not told
   */
  public record Going(Instant since, long pid, String boot) {}

  /**
   * A run that ended.
   *
   * @param problems how many there were in all
   * @param unstable how many of them are of files that vanished or kept changing
   * @param rotten how many of them are of source files that have changed without new times
   * @param withheld how many deletions were withheld
   */
  public record Ended(
      Instant started,
      Duration took,
      boolean cancelled,
      boolean exact,
      long entries,
      long actions,
      long problems,
      long unstable,
      long rotten,
      long withheld) {}

  /** A run that could not be made. */
  public record Refused(Instant at, String sentence) {}

  /** A run that is to come. */
  public record Next(Instant at, long pid) {}

  /**
   * Reads it; empty if the pair was never mirrored.
   *
   * @throws IOException if it cannot be read, or is damaged
   */
  public static Optional<RunHistory> read(PairFolder folder) throws IOException {
    Optional<List<List<String>>> lines = StateLines.read(folder, FILE, FORM);
    return lines.isEmpty() ? Optional.empty() : Optional.of(parse(lines.get()));
  }

  /** Writes it, in one step. */
  public void write(PairFolder folder) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    going.ifPresent(run -> add(lines, "going", run.since(), run.pid(), run.boot()));
    last.ifPresent(run -> lines.add(line(run)));
    lastExact.ifPresent(at -> add(lines, "exact", at));
    refusal.ifPresent(refused -> add(lines, "refused", refused.at(), refused.sentence()));
    next.ifPresent(due -> add(lines, "next", due.at(), due.pid()));
    unflushed.ifPresent(boot -> add(lines, "unflushed", boot));
    StateLines.write(folder, FILE, FORM, lines);
  }

  /** Whether the pair was never mirrored. */
  public boolean isEmpty() {
    return going.isEmpty() && last.isEmpty() && refusal.isEmpty();
  }

  /** The same with a run that begins. */
  public RunHistory begun(Going run) {
    Optional<String> since = unflushed.or(() -> Optional.of(run.boot()));
    return new RunHistory(Optional.of(run), last, lastExact, refusal, next, since);
  }

  /**
   * The same with the end of the run that was going on.
   *
   * @param isOnDisk whether all that was written was flushed
   */
  public RunHistory ended(Ended run, boolean isOnDisk, Optional<Next> due) {
    Optional<Instant> exact = run.exact() ? Optional.of(run.started().plus(run.took())) : lastExact;
    return new RunHistory(
        Optional.empty(),
        Optional.of(run),
        exact,
        Optional.empty(),
        due,
        run.cancelled() ? unflushed : isOnDisk ? Optional.empty() : going.map(Going::boot));
  }

  /** The same with a run that could not be made. */
  public RunHistory refused(Refused refused) {
    return new RunHistory(going, last, lastExact, Optional.of(refused), next, unflushed);
  }

  /**
   * Whether a restart of the machine may have cost something that was written, if this start of it
   * is that.
   */
  public boolean wasCutOff(String boot) {
    return unflushed.filter(since -> !since.isEmpty() && !since.equals(boot)).isPresent();
  }

  private static List<String> line(Ended run) {
    List<List<String>> lines = new ArrayList<>();
    add(
        lines,
        "last",
        run.started(),
        run.took(),
        run.cancelled(),
        run.exact(),
        run.entries(),
        run.actions(),
        run.problems(),
        run.unstable(),
        run.rotten(),
        run.withheld());
    return lines.getFirst();
  }

  private static void add(List<List<String>> lines, String word, Object... values) {
    List<String> line = new ArrayList<>(List.of(word));
    for (Object value : values) {
      line.add(value.toString());
    }
    lines.add(line);
  }

  private static RunHistory parse(List<List<String>> lines) throws DamagedException {
    try {
      RunHistory history = NOTHING;
      for (List<String> line : lines) {
        history = history.with(line);
      }
      return history;
    } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DamagedException("a line in it cannot be understood");
    }
  }

  private RunHistory with(List<String> line) throws DamagedException {
    return switch (line.getFirst()) {
      case "going" -> begun(new Going(instant(line, 1), number(line, 2), line.get(3)));
      case "last" ->
          new RunHistory(going, Optional.of(run(line)), lastExact, refusal, next, unflushed);
      case "exact" ->
          new RunHistory(going, last, Optional.of(instant(line, 1)), refusal, next, unflushed);
      case "refused" -> refused(new Refused(instant(line, 1), line.get(2)));
      case "next" ->
          new RunHistory(
              going,
              last,
              lastExact,
              refusal,
              Optional.of(new Next(instant(line, 1), number(line, 2))),
              unflushed);
      case "unflushed" ->
          new RunHistory(going, last, lastExact, refusal, next, Optional.of(line.get(1)));
      default -> throw new DamagedException("it holds a line of another version");
    };
  }

  private static Ended run(List<String> line) {
    return new Ended(
        instant(line, 1),
        Duration.parse(line.get(2)),
        Boolean.parseBoolean(line.get(3)),
        Boolean.parseBoolean(line.get(4)),
        number(line, 5),
        number(line, 6),
        number(line, 7),
        number(line, 8),
        number(line, 9),
        number(line, 10));
  }

  private static Instant instant(List<String> line, int index) {
    return Instant.parse(line.get(index));
  }

  private static long number(List<String> line, int index) {
    return Long.parseLong(line.get(index));
  }
}
