package dev.lockstep.cli;

import java.time.Duration;

/** Numbers, sizes and times for people: {@code 1,204}, {@code 1.2 MiB}, {@code 2 min 5 s}. */
final class Plain {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int STEP = 1024;

  private Plain() {}

  /** With a comma between thousands. */
  static String number(long number) {
    var text = new StringBuilder(Long.toString(number));
    for (int i = text.length() - 3; i > 0; i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }

  /** So many of these; words take an {@code s}, but for {@code y}, which becomes {@code ies}. */
  static String count(long number, String one) {
    String many = one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
    return number(number) + " " + (number == 1 ? one : many);
  }

  /** Exactly below 1 KiB, else to a tenth of the unit, cut off. */
  static String size(long bytes) {
    if (bytes < STEP) {
      return count(bytes, "byte");
    }
    int unit = 0;
    long whole = bytes;
    long rest = 0;
    while (whole >= STEP) {
      rest = whole % STEP;
      whole /= STEP;
      unit++;
    }
    return number(whole) + "." + rest * 10 / STEP + " " + UNITS[unit];
  }

  /** To a tenth of a second below a minute, else in the two greatest units. */
  static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + "." + time.toMillisPart() / 100 + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return number(seconds / 3_600) + " h " + seconds % 3_600 / 60 + " min";
  }
}
