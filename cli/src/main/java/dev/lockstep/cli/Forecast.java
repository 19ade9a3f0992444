package dev.lockstep.cli;

import dev.lockstep.api.Progress;
import dev.lockstep.api.Progress.Stage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Estimates how long a run still takes, from how far it is at one moment after the other. The
 * estimate counts down; where it has to go up again, it says why. Time comes with the moments. For
 * one thread.
 */
final class Forecast {
  /** What an entry takes beside its content, in bytes that could be read or copied meanwhile. */
  private static final long BYTES_PER_ENTRY = 32 * 1024;

  private static final long SECOND = 1_000_000_000;
  private static final long SPEED_WINDOW = 20 * SECOND;
  private static final long RATE_WINDOW = 5 * SECOND;

  /** An estimate from less is none. */
  private static final long LEAST_SEEN = 2 * SECOND;

  /** What takes longer than was thought for so long does so. */
  private static final long DOUBT = 3 * SECOND;

  private static final long REASON_SHOWN = 10 * SECOND;

  private final Deque<Moment> moments = new ArrayDeque<>();
  private OptionalLong left = OptionalLong.empty();
  private long longerSince = Long.MAX_VALUE;
  private long waitingThen;
  private String reason = "";
  private long reasonSince;
  private Stage stage = Stage.MARCHING;
  private boolean isMoreThanExpected;

  /** How far the run was. */
  private record Moment(long nanos, long entries, long bytes) {
    static Moment of(Progress progress, long nanos) {
      return new Moment(nanos, done(progress), progress.bytesRead() + progress.bytesCopied());
    }

    long work() {
      return entries * BYTES_PER_ENTRY + bytes;
    }
  }

  /** How many entries are finished. */
  static long done(Progress progress) {
    return Math.max(0, progress.entries() - progress.filesWaiting());
  }

  /** Takes note of how far the run is now. */
  void add(Progress progress, long nanos) {
    long passed = moments.isEmpty() ? 0 : nanos - moments.getLast().nanos();
    moments.addLast(Moment.of(progress, nanos));
    while (moments.size() > 2 && nanos - second().nanos() >= SPEED_WINDOW) {
      moments.removeFirst();
    }
    stage = progress.stage();
    isMoreThanExpected =
        progress.expected().isPresent() && progress.entries() > progress.expected().getAsLong();
    reckon(estimate(progress), Math.max(0, passed), progress, nanos);
  }

  private Moment second() {
    var all = moments.iterator();
    all.next();
    return all.next();
  }

  /** How long it would take at the present speed; empty if that cannot be told. */
  private OptionalLong estimate(Progress progress) {
    Moment first = moments.getFirst();
    Moment last = moments.getLast();
    long time = last.nanos() - first.nanos();
    long work = last.work() - first.work();
    if (progress.expected().isEmpty()
        || isMoreThanExpected
        || time < LEAST_SEEN
        || work <= 0
        || last.entries() == 0) {
      return OptionalLong.empty();
    }
    long unseen = progress.expected().getAsLong() - progress.entries();
    double perEntry = (double) last.work() / last.entries();
    double toDo = unseen * perEntry + progress.bytesWaiting();
    return OptionalLong.of(Math.round(toDo * time / work));
  }

  private void reckon(OptionalLong estimate, long passed, Progress progress, long nanos) {
    if (estimate.isEmpty()) {
      if (isMoreThanExpected) {
        left = estimate;
      }
      return;
    }
    long now = estimate.getAsLong();
    if (left.isEmpty()) {
      accept(now, progress);
      return;
    }
    long thought = Math.max(0, left.getAsLong() - passed);
    if (now <= thought) {
      // Not all at once, since the next moment may know better.
      accept(thought - (thought - now) / 8, progress);
    } else if (now - thought <= thought / 4 + 5 * SECOND) {
      left = OptionalLong.of(thought);
      longerSince = Long.MAX_VALUE;
    } else {
      left = OptionalLong.of(thought);
      longerSince = Math.min(longerSince, nanos);
      if (nanos - longerSince >= DOUBT) {
        reason = reason(now, thought, progress);
        reasonSince = nanos;
        accept(now, progress);
      }
    }
    if (nanos - reasonSince >= REASON_SHOWN) {
      reason = "";
    }
  }

  private void accept(long estimate, Progress progress) {
    left = OptionalLong.of(estimate);
    longerSince = Long.MAX_VALUE;
    waitingThen = progress.bytesWaiting();
  }

  private String reason(long now, long thought, Progress progress) {
    long found = progress.bytesWaiting() - waitingThen;
    Moment first = moments.getFirst();
    Moment last = moments.getLast();
    double forThese =
        (double) found * (last.nanos() - first.nanos()) / Math.max(1, last.work() - first.work());
    return forThese >= (now - thought) / 2.0
        ? "large files found, +" + Plain.size(found)
        : "slower than before";
  }

  /** How long the run still takes, in words. */
  String rest() {
    return switch (stage) {
      case MOVING -> "moving";
      case LINKING -> "making hard links";
      case FLUSHING -> "waiting for the disk";
      case DELETING -> "deleting";
      case MARCHING -> restOfMarch();
    };
  }

  private String restOfMarch() {
    if (isMoreThanExpected) {
      return "more than last time";
    }
    if (left.isEmpty()) {
      return "rest unknown";
    }
    String time = about(Duration.ofNanos(left.getAsLong()));
    return reason.isEmpty() ? time : time + ": " + reason;
  }

  /** In steps that do not promise more than is known; rounded up. */
  private static String about(Duration time) {
    long seconds = time.toSeconds() + 1;
    if (seconds <= 10) {
      return "some seconds left";
    }
    if (seconds <= 50) {
      return "about " + Math.ceilDiv(seconds, 10) * 10 + " s left";
    }
    long minutes = Math.ceilDiv(seconds, 60);
    if (minutes < 60) {
      return "about " + minutes + " min left";
    }
    long hours = minutes / 60;
    return "about " + Plain.number(hours) + " h " + minutes % 60 + " min left";
  }

  /** How much is done in a second; empty if nothing is. */
  String rate() {
    Moment last = moments.getLast();
    Moment first = last;
    for (Moment moment : moments) {
      if (last.nanos() - moment.nanos() <= RATE_WINDOW) {
        first = moment;
        break;
      }
    }
    long time = last.nanos() - first.nanos();
    if (time < SECOND / 2) {
      return "";
    }
    double seconds = (double) time / SECOND;
    long bytes = Math.round((last.bytes() - first.bytes()) / seconds);
    long entries = Math.round((last.entries() - first.entries()) / seconds);
    if (bytes > 0) {
      return Plain.size(bytes) + "/s";
    }
    return entries > 0 ? Plain.count(entries, "entry") + "/s" : "";
  }
}
