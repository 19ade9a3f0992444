package dev.lockstep.cli;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Writes times as {@code 2026-11-22T18:40:01.130+01:00}, {@code Z} where there is no offset. By
 * hand, since setting up a formatter takes a tenth of a short command's time.
 */
final class Timestamps {
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final ZoneId zone;

  Timestamps(ZoneId zone) {
    this.zone = zone;
  }

  void append(StringBuilder line, Instant at) {
    OffsetDateTime time = at.atZone(zone).toOffsetDateTime();
    digits(line, time.getYear(), 4).append('-');
    digits(line, time.getMonthValue(), 2).append('-');
    digits(line, time.getDayOfMonth(), 2).append('T');
    digits(line, time.getHour(), 2).append(':');
    digits(line, time.getMinute(), 2).append(':');
    digits(line, time.getSecond(), 2).append('.');
    digits(line, time.getNano() / NANOS_PER_MILLI, 3);
    offset(line, time.getOffset());
  }

  private static void offset(StringBuilder line, ZoneOffset offset) {
    int minutes = offset.getTotalSeconds() / 60;
    if (minutes == 0) {
      line.append('Z');
      return;
    }
    line.append(minutes < 0 ? '-' : '+');
    digits(line, Math.abs(minutes) / 60, 2).append(':');
    digits(line, Math.abs(minutes) % 60, 2);
  }

  private static StringBuilder digits(StringBuilder line, int number, int width) {
    String digits = Integer.toString(number);
    return line.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }
}
