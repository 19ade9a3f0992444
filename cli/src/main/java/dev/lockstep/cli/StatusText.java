package dev.lockstep.cli;

import dev.lockstep.api.MirrorStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What {@code status} says, a line each. Pure. */
final class StatusText {
  private final Timestamps times;

  private StatusText(ZoneId zone) {
    this.times = new Timestamps(zone);
  }

  /** The lines for this status, with times of this zone. */
  static List<String> lines(MirrorStatus status, ZoneId zone) {
    return new StatusText(zone).lines(status);
  }

  private List<String> lines(MirrorStatus status) {
    List<String> lines = new ArrayList<>();
    status.going().ifPresent(run -> lines.add("running     since " + begun(run)));
    status
        .cutOff()
        .ifPresent(run -> lines.add("cut off     the run begun " + begun(run) + " did not end"));
    status
        .refusal()
        .ifPresent(refused ->
            lines.add(
                "refused     "
                    + at(refused.at())
                    + ": "
                    + LineFormat.harmless(refused.sentence())));
    lines.add("last run    " + status.last().map(this::ended).orElse("none has ended"));
    lines.add("last exact  " + status.lastExact().map(this::at).orElse("never"));
    long withheld = status.last().map(MirrorStatus.Run::withheld).orElse(0L);
    if (withheld > 0) {
      lines.add("withheld    " + Plain.count(withheld, "deletion") + "; see lockstep approve");
    }
    status.next().ifPresent(run -> lines.add("next run    " + begun(run)));
    return lines;
  }

  private String ended(MirrorStatus.Run run) {
    String outcome = run.exact() ? "exact" : "not exact";
    if (run.cancelled()) {
      outcome += ", stopped by a signal";
    }
    if (run.problems() > 0) {
      outcome += ", " + Plain.count(run.problems(), "problem");
    }
    return "%s: %s; %s, %s in %s"
        .formatted(
            at(run.started()),
            outcome,
            Plain.count(run.entries(), "entry"),
            run.actions() == 0 ? "nothing changed" : Plain.count(run.actions(), "action"),
            Plain.time(run.took()));
  }

  private String begun(MirrorStatus.Begun run) {
    return at(run.at()) + " by pid " + run.pid();
  }

  private String at(Instant time) {
    var text = new StringBuilder();
    times.append(text, time);
    return text.toString();
  }
}
