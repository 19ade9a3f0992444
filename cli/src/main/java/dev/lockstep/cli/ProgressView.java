package dev.lockstep.cli;

import dev.lockstep.api.Progress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * How far a run is, in words.
 *
 * @param done how many entries are finished
 * @param total how many there will be, about; empty if nobody knows
 * @param rest how long it still takes, or what the run is at
 * @param rate how much is done in a second; may be empty
 * @param file the path of the file that takes long; may be empty
 * @param full what else there is to say, where there is room for it
 * @param brief the same where there is less
 */
record ProgressView(
    long done, OptionalLong total, String rest, String rate, String file, Words full, Words brief) {
  private static final String SEPARATOR = ", ";

  /**
   * What is said at more or less length.
   *
   * @param entries how many are finished
   * @param bytes how many were read and copied; may be empty
   * @param part how much of the file that takes long is done
   * @param leastOfFile how many columns of its path have to fit
   */
  record Words(String entries, String bytes, String part, int leastOfFile) {}

  /** What stands beside a bar. */
  record BesideBar(String amount, String rest, String tail) {}

  /** What was added to the forecast last, in words. */
  static ProgressView of(Progress progress, Forecast forecast, boolean isDry) {
    long done = Forecast.done(progress);
    OptionalLong total =
        progress.expected().isPresent() && progress.entries() <= progress.expected().getAsLong()
            ? progress.expected()
            : OptionalLong.empty();
    long copied = isDry ? 0 : progress.bytesCopied();
    long read = progress.bytesRead() + progress.bytesCopied() - copied;
    return new ProgressView(
        done,
        total,
        forecast.rest(),
        forecast.rate(),
        progress.file().map(file -> file.path().toString()).orElse(""),
        new Words(
            entries(done, total, progress.known()),
            joined(bytes(read, "read"), bytes(copied, "copied")),
            progress.file().map(ProgressView::part).orElse(""),
            30),
        new Words(
            Plain.count(done, "entry"),
            copied > 0 ? bytes(copied, "copied") : bytes(read, "read"),
            progress.file().map(file -> percent(file.position(), file.size())).orElse(""),
            8));
  }

  private static String entries(long done, OptionalLong total, long known) {
    if (total.isPresent()) {
      return Plain.number(done) + " of about " + Plain.count(total.getAsLong(), "entry");
    }
    return known > done
        ? Plain.number(done) + " of at least " + Plain.count(known, "entry")
        : Plain.count(done, "entry");
  }

  private static String bytes(long bytes, String deed) {
    return bytes > 0 ? Plain.size(bytes) + " " + deed : "";
  }

  private static String part(Progress.LongFile file) {
    return Plain.size(file.position()) + " of " + Plain.size(file.size());
  }

  private static String percent(long done, long total) {
    return Math.round(Math.floor(100.0 * done / Math.max(1, Math.max(done, total)))) + "%";
  }

  /** All of it in one line. */
  String line() {
    return file.isEmpty() ? line(full) : joined(line(full), file + " " + full.part);
  }

  /** In so many columns, without what matters least as far as there is no room. */
  String line(int room) {
    for (Words words : new Words[] {full, brief}) {
      String line = line(words);
      int left = room - Columns.of(line);
      if (file.isEmpty() && left >= 0) {
        return line;
      }
      Optional<String> named = file(words, left - SEPARATOR.length());
      if (named.isPresent()) {
        return joined(line, named.get());
      }
    }
    String[] candidates = {
      line(brief), joined(percent(), brief.entries, rest), joined(percent(), rest), rest
    };
    for (String candidate : candidates) {
      if (candidate.length() <= room) {
        return candidate;
      }
    }
    return rest.substring(0, Math.max(0, room));
  }

  private String line(Words words) {
    return joined(percent(), words.entries, words.bytes, rest, rate);
  }

  private String percent() {
    return total.isEmpty() ? "" : percent(done, total.getAsLong());
  }

  /** For a bar that leaves so many columns; empty if that is too little. */
  Optional<BesideBar> besideBar(int room) {
    for (Words words : new Words[] {full, brief}) {
      String amount = joined(words.entries, words.bytes);
      Optional<String> tail = tail(words, room - amount.length() - rest.length());
      if (tail.isPresent()) {
        return Optional.of(new BesideBar(amount, rest, tail.get()));
      }
    }
    return Optional.empty();
  }

  /** The rate and the file. */
  private Optional<String> tail(Words words, int room) {
    if (file.isEmpty()) {
      return Optional.of(rate).filter(text -> text.length() <= room);
    }
    return file(words, room - rate.length() - SEPARATOR.length()).map(named -> joined(rate, named));
  }

  /** The file, whose path is cut off in front if it is long. */
  private Optional<String> file(Words words, int room) {
    int forPath = room - 1 - words.part.length();
    return file.isEmpty() || forPath < Math.min(words.leastOfFile, Columns.of(file))
        ? Optional.empty()
        : Optional.of(Columns.end(file, forPath) + " " + words.part);
  }

  private static String joined(String... parts) {
    var words = new StringJoiner(SEPARATOR);
    for (String part : parts) {
      if (!part.isEmpty()) {
        words.add(part);
      }
    }
    return words.toString();
  }
}
