package dev.lockstep.api;

import dev.lockstep.model.Part;
import dev.lockstep.model.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run did, and whether the replica is now exact.
 *
 * @param number which run of its mirror
 * @param dryRun whether it changed nothing
 * @param started when it began
 * @param took how long it lasted
 * @param cancelled whether it was stopped before its end
 * @param counts what was seen and done
 * @param problemCounts how many problems there were of each cause
 * @param problems the first of them, at most {@link #MOST_PROBLEMS}
 * @param notCarried what the replica cannot hold, in words such as {@code owners (not root)}
 * @param leftAlone what was to be left alone, as {@link MirrorOptions#leftAlone()} says
 * @param spared what only the replica has and was not deleted
 * @param cautions what was not watched over, in words such as {@code no memory (no state folder)},
 *     and why no better backend served, such as missing native access
 * @param backend what read and wrote, such as {@code Linux}; that for the source and that for the
 *     replica, where they are two
 */
public record MirrorReport(
    long number,
    boolean dryRun,
    Instant started,
    Duration took,
    boolean cancelled,
    Counts counts,
    Map<Problem.Cause, Long> problemCounts,
    List<Problem> problems,
    List<String> notCarried,
    Set<Part> leftAlone,
    Spared spared,
    List<String> cautions,
    String backend) {
  /** How many problems a report keeps; the listener hears of all. */
  public static final int MOST_PROBLEMS = 1_000;

  public MirrorReport {
    problemCounts = Map.copyOf(problemCounts);
    problems = List.copyOf(problems);
    notCarried = List.copyOf(notCarried);
    leftAlone = Set.copyOf(leftAlone);
    cautions = List.copyOf(cautions);
  }

  /** The same with other cautions. */
  public MirrorReport withCautions(List<String> other) {
    return new MirrorReport(
        number,
        dryRun,
        started,
        took,
        cancelled,
        counts,
        problemCounts,
        problems,
        notCarried,
        leftAlone,
        spared,
        other,
        backend);
  }

  /** That of a run which began after this one's and had nothing to do. */
  public MirrorReport again(RunStart start) {
    return new MirrorReport(
        start.number(),
        start.dryRun(),
        start.at(),
        Duration.ZERO,
        false,
        new Counts(counts.entries, 0, 0, 0, 0, 0, 0, 0, counts.leftOut, 0),
        Map.of(),
        List.of(),
        notCarried,
        leftAlone,
        Spared.NOTHING,
        cautions,
        backend);
  }

  /**
   * The same of a tree of so many entries, with these problems and no others.
   *
   * @param leftOut how many names are kept out of the mirror at least
   */
  public MirrorReport of(long entries, long leftOut, List<Problem> standing, Spared withheld) {
    Map<Problem.Cause, Long> causes =
        standing.stream().collect(Collectors.groupingBy(Problem::cause, Collectors.counting()));
    return new MirrorReport(
        number,
        dryRun,
        started,
        took,
        cancelled,
        counts.of(entries, Math.max(leftOut, counts.leftOut())),
        causes,
        standing.subList(0, Math.min(standing.size(), MOST_PROBLEMS)),
        notCarried,
        leftAlone,
        withheld,
        cautions,
        backend);
  }

  /**
   * What was seen and done, in numbers of entries unless said otherwise.
   *
   * @param entries the source's entries that belong to the mirror, without the root
   * @param created made where the replica had nothing; the root too, which is no entry
   * @param updated given other content
   * @param meta given other metadata only
   * @param replaced put in the place of an entry of another kind
   * @param hardlinked made one more name of a file that the replica has
   * @param moved given another place in the replica
   * @param deleted removed from the replica
   * @param leftOut kept out of the mirror, on either side
   * @param bytesCopied bytes of content written
   */
  public record Counts(
      long entries,
      long created,
      long updated,
      long meta,
      long replaced,
      long hardlinked,
      long moved,
      long deleted,
      long leftOut,
      long bytesCopied) {
    private Counts of(long otherEntries, long otherLeftOut) {
      return new Counts(
          otherEntries,
          created,
          updated,
          meta,
          replaced,
          hardlinked,
          moved,
          deleted,
          otherLeftOut,
          bytesCopied);
    }

    /** How many actions there were. */
    public long actions() {
      return created + updated + meta + replaced + hardlinked + moved + deleted;
    }
  }

  /** How many problems there were in all. */
  public long problemCount() {
    return problemCounts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many problems there were of this cause. */
  public long problemCount(Problem.Cause cause) {
    return problemCounts.getOrDefault(cause, 0L);
  }

  /**
   * Whether nothing differs any more that could be carried and was asked for. After a dry run:
   * whether nothing differs now.
   */
  public boolean isExact() {
    return !cancelled
        && problemCount() == 0
        && spared.withheld() == 0
        && !(dryRun && counts.actions() > 0);
  }
}
