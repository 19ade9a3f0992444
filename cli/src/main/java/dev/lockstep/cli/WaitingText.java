package dev.lockstep.cli;

import dev.lockstep.api.WatchState;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * What is shown while a mirror waits. Times are those of a zone, with the day where that is not
 * today.
 */
final class WaitingText {
  private WaitingText() {}

  /** For changes. */
  static String forChanges(WatchState state, Instant now, ZoneId zone) {
    var text = new StringBuilder("idle since ").append(time(state.since(), now, zone));
    if (state.lastChange().isPresent()) {
      text.append(", last change ").append(time(state.lastChange().get(), now, zone));
    } else {
      text.append(", no change yet");
    }
    text.append(", ")
        .append(state.waiting() > 0 ? Plain.number(state.waiting()) : "nothing")
        .append(" waiting");
    if (state.failed() > 0) {
      text.append(", ").append(Plain.number(state.failed())).append(" to be tried again");
    }
    return text.toString();
  }

  /** For the next run. */
  static String forRun(Instant next, Instant now, ZoneId zone) {
    return "next run at " + time(next, now, zone);
  }

  private static String time(Instant at, Instant now, ZoneId zone) {
    LocalDateTime there = LocalDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.SECONDS);
    String time = there.toLocalTime().format(DateTimeFormatter.ISO_LOCAL_TIME);
    boolean isToday = there.toLocalDate().equals(LocalDateTime.ofInstant(now, zone).toLocalDate());
    return isToday ? time : there.toLocalDate() + " " + time;
  }
}
