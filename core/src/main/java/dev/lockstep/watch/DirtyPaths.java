package dev.lockstep.watch;

import dev.lockstep.fs.Changes;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may have changed since it was last marched through, on either side, and what could not be
 * mirrored. A burst of changes is handed out when it is over, or has gone on for a while; a file
 * that somebody writes to when he closes it, or pauses. For any thread.
 *
 * <p>It remembers no more than {@link #MOST} paths: of more, the folders; of more of these, that
 * all is in doubt.
 */
public final class DirtyPaths implements Changes {
  /** How many paths are remembered. */
  static final int MOST = 100_000;

  /** How many paths that could not be mirrored are remembered. */
  public static final int MOST_FAILED = 10_000;

  /** Stands for problems that are too many to be remembered one by one. */
  public static final Problem VERY_MANY =
      new Problem(RelativePath.ROOT, Problem.Cause.FAILED, "very many paths could not be mirrored");

  /** Changes of one deed, as saving by renaming is, come closer together. */
  private static final long QUIET_NANOS = Duration.ofNanos(300_000).toNanos();

  private static final long MOST_QUIET_NANOS = Duration.ofMillis(100).toNanos();

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long MOST_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

  private static final long FIRST_RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LAST_RETRY_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int MOST_DOUBLINGS = 20;

  private final LongSupplier clock;
  private final Runnable onNews;

  // Guarded by this.
  private final Map<RelativePath, Depth> ready = new HashMap<>();
  private Span burst = new Span(0, 0);
  private final Map<RelativePath, Written> written = new HashMap<>();
  private final Map<RelativePath, Failed> failed = new HashMap<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private Predicate<RelativePath> isLeftOut = _ -> false;
  private boolean areAll;

  /** When something began, and when it last went on. */
  private record Span(long first, long last) {
    Span on(long now) {
      return new Span(first, now);
    }

    long due(long quiet, long most) {
      return Math.min(last + quiet, first + most);
    }
  }

  /**
   * A file that somebody writes to.
   *
   * @param isRules whether it says what of its folder is left out
   */
  private record Written(Span span, boolean isRules) {
    long due() {
      return span.due(PAUSE_NANOS, MOST_PAUSE_NANOS);
    }
  }

  /** A path that could not be mirrored, how often, and when it is tried again. */
  private record Failed(Problem problem, int times, long due) {
    static Failed again(Problem problem, @Nullable Failed before, long now) {
      int times = before == null ? 1 : before.times + 1;
      if (problem.cause() == Problem.Cause.NOT_CARRIED) {
        return new Failed(problem, times, Long.MAX_VALUE); // Trying again changes nothing.
      }
      long pause = FIRST_RETRY_NANOS << Math.min(times - 1, MOST_DOUBLINGS);
      return new Failed(problem, times, now + Math.min(pause, LAST_RETRY_NANOS));
    }

    Failed never() {
      return new Failed(problem, times, Long.MAX_VALUE);
    }
  }

  /**
   * Knows of none yet.
   *
   * @param clock a clock that only goes forward, in nanoseconds
   * @param onNews is run when something may be due earlier than before
   */
  public DirtyPaths(LongSupplier clock, Runnable onNews) {
    this.clock = clock;
    this.onNews = onNews;
  }

  /** From now on, what these paths lead to, and what is below, is of no interest. */
  public synchronized void leaveOut(Predicate<RelativePath> paths) {
    isLeftOut = paths;
  }

  @Override
  public void entry(RelativePath path) {
    add(path, Depth.ENTRY);
  }

  @Override
  public void tree(RelativePath folder) {
    if (folder.isRoot()) {
      doubt();
    } else {
      add(folder, Depth.TREE);
    }
  }

  @Override
  public void writing(RelativePath file) {
    write(file, false);
  }

  /**
   * An entry came, went or changed that says what of its folder is left out, and of all that lies
   * below.
   */
  public void rules(RelativePath path) {
    entry(path);
    tree(path.parent());
  }

  /** Such a file is written to. */
  public void writingRules(RelativePath file) {
    write(file, true);
  }

  private void write(RelativePath file, boolean isRules) {
    synchronized (this) {
      if (areAll) {
        return;
      }
      long now = clock.getAsLong();
      Written before = written.get(file);
      if (before != null) {
        written.put(file, new Written(before.span().on(now), isRules || before.isRules()));
        return; // It cannot be due earlier.
      }
      written.put(file, new Written(new Span(now, now), isRules));
      if (written.size() > MOST) {
        readyAllWritten();
        shrink();
      }
    }
    onNews.run();
  }

  private void readyAllWritten() {
    written.forEach(this::ready);
    written.clear();
  }

  private void ready(RelativePath path, Written as) {
    ready.merge(path, Depth.ENTRY, Depth::and);
    if (as.isRules()) {
      ready.merge(path.parent(), Depth.TREE, Depth::and);
    }
  }

  @Override
  public void everything(String why) {
    synchronized (this) {
      reasons.add(why);
    }
    doubt();
  }

  @Override
  public void incomplete(String why) {
    synchronized (this) {
      reasons.add(why);
    }
    onNews.run();
  }

  /** Puts everything in doubt. */
  public void doubt() {
    synchronized (this) {
      doubtAll();
    }
    onNews.run();
  }

  private void add(RelativePath path, Depth depth) {
    boolean isFirst;
    synchronized (this) {
      if (areAll) {
        return;
      }
      long now = clock.getAsLong();
      isFirst = ready.isEmpty();
      burst = isFirst ? new Span(now, now) : burst.on(now);
      Written before = written.remove(path);
      if (before != null) {
        ready(path, before);
      }
      ready.merge(path, depth, Depth::and);
      if (ready.size() > MOST) {
        shrink();
      }
    }
    if (isFirst) {
      onNews.run();
    }
  }

  /** Remembers folders in place of what is in them. */
  private void shrink() {
    Map<RelativePath, Depth> all = Map.copyOf(ready);
    ready.clear();
    all.forEach((path, depth) -> {
      if (depth == Depth.ENTRY && !path.isRoot()) {
        ready.merge(path.parent(), Depth.LISTING, Depth::and);
      } else {
        ready.merge(path, depth, Depth::and);
      }
    });
    if (ready.size() > MOST / 2 || ready.get(RelativePath.ROOT) == Depth.TREE) {
      doubtAll();
    }
  }

  private void doubtAll() {
    areAll = true;
    ready.clear();
    written.clear();
  }

  /** Whether it is in doubt what has changed, so that only a march through everything will do. */
  public synchronized boolean isAllInDoubt() {
    return areAll;
  }

  /** Takes what a person is to be told. */
  public synchronized List<String> takeReasons() {
    List<String> taken = List.copyOf(reasons);
    reasons.clear();
    return taken;
  }

  /**
   * When something is due; {@link Long#MAX_VALUE} if nothing is known that ever will be, or all is
   * in doubt.
   */
  public synchronized long due() {
    if (areAll) {
      return Long.MAX_VALUE;
    }
    long due = ready.isEmpty() ? Long.MAX_VALUE : burst.due(QUIET_NANOS, MOST_QUIET_NANOS);
    for (Written each : written.values()) {
      due = Math.min(due, each.due());
    }
    for (Map.Entry<RelativePath, Failed> each : failed.entrySet()) {
      if (!each.getKey().isRoot()) {
        due = Math.min(due, each.getValue().due());
      }
    }
    return due;
  }

  /**
   * When everything is to be tried again, since what failed is no single path; {@link
   * Long#MAX_VALUE} if nothing such did.
   */
  public synchronized long dueAgain() {
    Failed root = failed.get(RelativePath.ROOT);
    return root == null ? Long.MAX_VALUE : root.due();
  }

  /** Takes what is due now, in the order of the names; none if all is in doubt. */
  public synchronized List<Dirty> take() {
    if (areAll) {
      return List.of();
    }
    long now = clock.getAsLong();
    for (Iterator<Map.Entry<RelativePath, Written>> all = written.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<RelativePath, Written> each = all.next();
      if (each.getValue().due() <= now) {
        ready(each.getKey(), each.getValue());
        burst = new Span(now - MOST_QUIET_NANOS, now);
        all.remove();
      }
    }
    takeFailed(now);
    if (ready.isEmpty() || burst.due(QUIET_NANOS, MOST_QUIET_NANOS) > now) {
      return List.of();
    }
    return takeReady();
  }

  /** What is left out meanwhile, only a march through everything can settle. */
  private void takeFailed(long now) {
    for (Map.Entry<RelativePath, Failed> each : failed.entrySet()) {
      RelativePath path = each.getKey();
      if (path.isRoot() || each.getValue().due() > now) {
        continue;
      }
      if (isOut(path)) {
        each.setValue(each.getValue().never());
      } else {
        ready.merge(path, Depth.TREE, Depth::and);
        burst = new Span(now - MOST_QUIET_NANOS, now);
      }
    }
  }

  /** Takes all there is, and what could not be mirrored before; none if all is in doubt. */
  public synchronized List<Dirty> takeAll() {
    if (areAll) {
      return List.of();
    }
    readyAllWritten();
    failed.keySet().stream()
        .filter(path -> !path.isRoot())
        .forEach(path -> ready.merge(path, Depth.TREE, Depth::and));
    return takeReady();
  }

  private List<Dirty> takeReady() {
    ready.keySet().removeIf(this::isOut);
    if (!failed.isEmpty()) {
      // What failed may lie below, and the change be the right to enter.
      ready.replaceAll(this::again);
    }
    if (ready.get(RelativePath.ROOT) == Depth.TREE) {
      doubtAll();
    }
    List<Dirty> taken = Dirty.inOrder(ready);
    ready.clear();
    return taken;
  }

  /** Of a folder that could not be dealt with, nothing that it holds is known to be unchanged. */
  private Depth again(RelativePath path, Depth depth) {
    Failed before = failed.get(path);
    boolean isTried = before != null && before.due() != Long.MAX_VALUE && !path.isRoot();
    return isTried ? Depth.TREE : depth;
  }

  private boolean isOut(RelativePath path) {
    for (RelativePath at = path; !at.isRoot(); at = at.parent()) {
      if (isLeftOut.test(at)) {
        return true;
      }
    }
    return false;
  }

  /** A march through everything begins, which will come by all that is known to be dirty. */
  public synchronized void beginAll() {
    areAll = false;
    ready.clear();
    written.clear();
  }

  /** Everything was marched through, and these paths could not be mirrored. */
  public synchronized void endAll(List<Problem> problems) {
    failed.keySet().retainAll(paths(problems));
    fail(problems);
  }

  /**
   * These were marched through, and some of what they cover could not be mirrored. What is wrong
   * with the root is right again only when everything was marched through.
   */
  public synchronized void end(List<Dirty> marched, List<Problem> problems) {
    if (!failed.isEmpty()) {
      Map<RelativePath, Depth> depths = new HashMap<>();
      marched.forEach(each -> depths.merge(each.path(), each.depth(), Depth::and));
      Set<RelativePath> again = paths(problems);
      failed
          .keySet()
          .removeIf(path ->
              !path.isRoot()
                  && !again.contains(path)
                  && (depths.containsKey(path) || Dirty.isBelowTree(path, depths)));
    }
    fail(problems);
  }

  /** What could not be mirrored and is not settled yet, be it tried again or not. */
  public synchronized List<Problem> problems() {
    return failed.values().stream().map(Failed::problem).toList();
  }

  /** How many paths could not be mirrored. */
  public synchronized int failed() {
    return failed.size();
  }

  /** How many paths have changed and are not due yet. */
  public synchronized int waiting() {
    return ready.size() + written.size();
  }

  private static Set<RelativePath> paths(List<Problem> problems) {
    return problems.stream().map(Problem::path).collect(Collectors.toSet());
  }

  private void fail(List<Problem> problems) {
    long now = clock.getAsLong();
    Map<RelativePath, Problem> byPath = new HashMap<>(); // Told twice it has failed once.
    problems.forEach(problem -> byPath.put(problem.path(), problem));
    byPath.forEach(
        (path, problem) -> failed.compute(path, (_, before) -> Failed.again(problem, before, now)));
    if (failed.size() > MOST_FAILED) {
      Failed root = failed.get(RelativePath.ROOT);
      failed.clear();
      failed.put(RelativePath.ROOT, Failed.again(VERY_MANY, root, now));
    }
  }
}
