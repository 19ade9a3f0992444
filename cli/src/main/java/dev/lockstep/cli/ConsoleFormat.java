package dev.lockstep.cli;

import java.time.Instant;
import java.util.Optional;

/** The lines for people on the console, with what was asked for besides. */
final class ConsoleFormat implements EventFormat {
  private final LineFormat lines;
  private final Optional<Itemized> itemized;
  private final boolean stats;

  /**
   * Makes the format of a command.
   *
   * @param itemized how actions are said, if not as all else
   * @param stats whether the counts of a run come before its summary
   */
  ConsoleFormat(LineFormat lines, Optional<Itemized> itemized, boolean stats) {
    this.lines = lines;
    this.itemized = itemized;
    this.stats = stats;
  }

  @Override
  public String line(RunEvent event) {
    if (itemized.isPresent() && event instanceof RunEvent.Done done) {
      return itemized.get().line(done.action());
    }
    if (itemized.isPresent() && event instanceof RunEvent.Unchanged same) {
      return itemized.get().unchanged(same.path(), same.entry());
    }
    String line = lines.line(event);
    return stats && event instanceof RunEvent.Ended ended
        ? StatsText.of(ended.report()) + line
        : line;
  }

  @Override
  public String beginning(Instant at, String version, long process) {
    return lines.beginning(at, version, process);
  }
}
