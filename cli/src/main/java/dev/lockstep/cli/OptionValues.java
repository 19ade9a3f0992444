package dev.lockstep.cli;

import dev.lockstep.api.Check;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.Repair;
import dev.lockstep.model.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Understands what options are set to, and what paths are. Pure. */
final class OptionValues {
  private final Words words;

  OptionValues(Words words) {
    this.words = words;
  }

  /** The state folder that was named. */
  Optional<Path> stateDirectory() throws UsageException {
    return path(Options.STATE_DIR, words.value(Options.STATE_DIR));
  }

  /** What proves two files equal. */
  Check check() throws UsageException {
    Optional<String> word = words.value(Options.CHECK);
    if (word.isEmpty()) {
      return Check.MD5;
    }
    Optional<Check> check = Check.ofWord(word.get());
    if (check.isEmpty()) {
      throw new UsageException(
          "--check takes md5, sha256, xxh128, bytes or stamp, not "
              + ShownPlace.quoted(word.get())
              + ".");
    }
    if (words.has(Options.CHECKSUM) && check.get() != Check.MD5) {
      throw new UsageException(
          "-c stands for --check md5 --rehash; give -c or --check "
              + check.get().word()
              + ", not both.");
    }
    if (check.get() == Check.STAMP && leftAlone().contains(Part.TIMES)) {
      throw new UsageException(
          "--check stamp needs the times that --no-times leaves alone; name another --check.");
    }
    return check.get();
  }

  /** What verifying may repair. */
  Repair repair() throws UsageException {
    Optional<String> word = words.value(Options.REPAIR);
    if (word.isEmpty()) {
      return Repair.NOTHING;
    }
    return switch (word.get()) {
      case "" -> Repair.REPLICA;
      case Options.SOURCE_IS_RIGHT -> Repair.SOURCE_IS_RIGHT;
      default ->
          throw new UsageException(
              "--repair takes no value but "
                  + Options.SOURCE_IS_RIGHT
                  + ", not "
                  + ShownPlace.quoted(word.get())
                  + ".");
    };
  }

  /** When what is written has to be on the disk. */
  Durability durability() throws UsageException {
    Optional<String> word = words.value(Options.DURABILITY);
    if (word.isEmpty()) {
      return Durability.SAFE;
    }
    return Durability.ofWord(word.get())
        .orElseThrow(() ->
            new UsageException(
                "--durability takes safe, strict or none, not "
                    + ShownPlace.quoted(word.get())
                    + "."));
  }

  /** When deletions are withheld. */
  DeletionLimit deletionLimit() throws UsageException {
    Optional<String> word = words.value(Options.MAX_DELETE);
    if (word.isPresent() && words.has(Options.NO_DELETE)) {
      throw new UsageException(
          "--no-delete deletes nothing that --max-delete could limit; give one of them.");
    }
    return word.isEmpty() ? new DeletionLimit.Usual() : DeletionLimitWord.parse(word.get());
  }

  /** What of the metadata is left alone. */
  Set<Part> leftAlone() {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    Options.LEFT_ALONE.forEach((part, option) -> {
      if (words.has(option)) {
        parts.add(part);
      }
    });
    return parts;
  }

  /** How many workers; empty: as many as suit the disks. */
  OptionalInt jobs() throws UsageException {
    Optional<String> word = words.value(Options.JOBS);
    return word.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(number(Options.JOBS, word.get(), MirrorOptions.MOST_JOBS));
  }

  private static int number(String option, String word, int most) throws UsageException {
    try {
      int number = Integer.parseInt(word);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new UsageException(
        option
            + " takes a number from 1 to "
            + Plain.number(most)
            + ", not "
            + ShownPlace.quoted(word)
            + ".");
  }

  /** How many bytes a second may be copied; empty: any number. */
  OptionalLong bytesPerSecond() throws UsageException {
    Optional<String> word = words.value(Options.BWLIMIT);
    return word.isEmpty()
        ? OptionalLong.empty()
        : SizeWord.parse("--bwlimit takes bytes a second", word.get());
  }

  /** In which form it is said on the console. */
  Reporting reporting() throws UsageException {
    if (words.has(Options.JSON) && words.has(Options.ITEMIZE)) {
      throw new UsageException("--json is for programs and -i for people; give one of them.");
    }
    return new Reporting(
        words.has(Options.ITEMIZE), words.has(Options.STATS), words.has(Options.JSON));
  }

  /** How the log file is kept. */
  LogStyle logStyle() throws UsageException {
    Optional<String> format = words.value(Options.LOG_FORMAT);
    if (format.isPresent() && !format.get().equals("text") && !format.get().equals("json")) {
      throw new UsageException(
          "--log-format takes text or json, not " + ShownPlace.quoted(format.get()) + ".");
    }
    var rotation = new LogRotation(logMaxSize(), logMaxAge(), logKeep());
    if (words.has(Options.LOG_KEEP) && !rotation.isAsked()) {
      throw new UsageException(
          "--log-keep says how many log files are kept that were put aside; say when they are, by"
              + " --log-max-size or --log-max-age.");
    }
    return new LogStyle(format.filter("json"::equals).isPresent(), rotation);
  }

  private OptionalLong logMaxSize() throws UsageException {
    Optional<String> word = words.value(Options.LOG_MAX_SIZE);
    return word.isEmpty()
        ? OptionalLong.empty()
        : SizeWord.parse("--log-max-size takes bytes", word.get());
  }

  private Optional<Duration> logMaxAge() throws UsageException {
    Optional<String> word = words.value(Options.LOG_MAX_AGE);
    return word.isEmpty() ? Optional.empty() : IntervalWord.parse(Options.LOG_MAX_AGE, word.get());
  }

  private int logKeep() throws UsageException {
    Optional<String> word = words.value(Options.LOG_KEEP);
    return word.isEmpty()
        ? LogRotation.USUAL_KEEP
        : number(Options.LOG_KEEP, word.get(), LogRotation.MOST_KEEP);
  }

  /** What is said on the console. */
  Loudness loudness() throws UsageException {
    int quiet = words.count(Options.QUIET);
    if (quiet > 0 && words.has(Options.VERBOSE)) {
      throw new UsageException("-v asks for more and -q for less; give one of them.");
    }
    return switch (quiet) {
      case 0 -> words.has(Options.VERBOSE) ? Loudness.VERBOSE : Loudness.NORMAL;
      case 1 -> Loudness.QUIET;
      default -> Loudness.SILENT;
    };
  }

  /** Whether progress is shown. Who wants to hear less is not shown it unless that is asked for. */
  ProgressWish progress() throws UsageException {
    Optional<String> word = words.value(Options.PROGRESS);
    ProgressWish asked =
        switch (word.orElse("")) {
          case "", "auto" -> ProgressWish.AUTO;
          case "always" -> ProgressWish.ALWAYS;
          case "never" -> ProgressWish.NEVER;
          default ->
              throw new UsageException(
                  "--progress takes auto, always or never, not "
                      + ShownPlace.quoted(word.orElseThrow())
                      + ".");
        };
    boolean isAskedFor = word.isPresent() || words.has(Options.PROGRESS_LETTER);
    Loudness loudness = loudness();
    boolean isUnwanted = loudness == Loudness.SILENT || (loudness == Loudness.QUIET && !isAskedFor);
    return isUnwanted ? ProgressWish.NEVER : asked;
  }

  /** The path of a folder that is a root. */
  static Path root(String what, String word) throws UsageException {
    RemoteWord.refuse(nonEmpty(what, word));
    return RawWords.path(word);
  }

  /** The path that a word names, if there is one. */
  static Optional<Path> path(String what, Optional<String> word) throws UsageException {
    return word.isEmpty()
        ? Optional.empty()
        : Optional.of(RawWords.path(nonEmpty(what, word.get())));
  }

  private static String nonEmpty(String what, String word) throws UsageException {
    if (word.isEmpty()) {
      throw new UsageException(what + " is an empty word; name a path.");
    }
    return word;
  }
}
