package dev.lockstep.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a log file is put aside and a new one begun. Those put aside lie beside it, a dot and a
 * number behind its name, 1 for the newest.
 *
 * @param maxBytes how large it becomes, but for a single line that is larger; empty: any size
 * @param maxAge how old it becomes, counted from when it was made; empty: any age
 * @param keep how many are kept that were put aside, 1 or more
 */
record LogRotation(OptionalLong maxBytes, Optional<Duration> maxAge, int keep) {
  /** How many are kept where nobody says so. */
  static final int USUAL_KEEP = 7;

  /** The most that may be kept. */
  static final int MOST_KEEP = 1_000;

  /** One file that grows. */
  static final LogRotation NEVER =
      new LogRotation(OptionalLong.empty(), Optional.empty(), USUAL_KEEP);

  LogRotation {
    if (keep < 1 || keep > MOST_KEEP) {
      throw new IllegalArgumentException(keep + " log files");
    }
  }

  /** Whether there is any. */
  boolean isAsked() {
    return maxBytes.isPresent() || maxAge.isPresent();
  }

  /** Where a log file lies that was put aside so many times. */
  static Path older(Path file, int number) {
    return RawWords.appended(file, "." + number);
  }

  /**
   * Where those may lie that were put aside, also by a command that kept more of them.
   *
   * @param file where the log file really lies
   */
  List<Path> allOlder(Path file) {
    List<Path> all = new ArrayList<>();
    for (int number = 1; isAsked() && (number <= keep || isThere(older(file, number))); number++) {
      all.add(older(file, number));
    }
    return all;
  }

  /** The same of a log file that is given as a word, if there is one. */
  List<Path> allOlder(Optional<Path> file) {
    return file.stream().flatMap(given -> allOlder(RealPlace.of(given)).stream()).toList();
  }

  /** Whether there is something of this name, be it a link. */
  static boolean isThere(Path place) {
    return Files.exists(place, LinkOption.NOFOLLOW_LINKS);
  }
}
