package dev.lockstep.engine;

import dev.lockstep.guard.PairFolder;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.Fields;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Since when paths have not arrived, since their source changed or vanished at each try; no more
 * than {@link #MOST} of them. It lasts from run to run, and where it has a file, from process to
 * process. Only words depend on it: a file that cannot be read or written costs nothing else. For
 * any thread; runs follow one another.
 */
final class Arrears {
  /** How many paths are remembered; of more, those that came first. */
  static final int MOST = 1_000;

  private static final String FILE = "arrears";

  private final Optional<PairFolder> folder;
  private final Map<RelativePath, Instant> since = new LinkedHashMap<>();
  private final Set<RelativePath> failedNow = new HashSet<>();
  private boolean isChanged;
  private Instant now = Instant.EPOCH;

  private Arrears(Optional<PairFolder> folder) {
    this.folder = folder;
  }

  /** What is remembered in the folder of a pair, if there is one. */
  static Arrears of(Optional<PairFolder> folder) {
    var arrears = new Arrears(folder);
    folder.ifPresent(there -> arrears.read(there.file(FILE)));
    return arrears;
  }

  /**
   * A run begins.
   *
   * @param at the time of day, which may have jumped since the last run
   */
  synchronized void begin(Instant at) {
    now = at;
    failedNow.clear();
  }

  /** The same problem, with its age in words if its path has not arrived for some time. */
  synchronized Problem aged(Problem problem) {
    if (problem.cause() != Problem.Cause.UNSTABLE) {
      return problem;
    }
    Instant first = since.get(problem.path());
    if (first == null) {
      if (since.size() < MOST) {
        since.put(problem.path(), now);
        failedNow.add(problem.path());
        isChanged = true;
      }
      return problem;
    }
    failedNow.add(problem.path());
    return age(Duration.between(first, now))
        .map(age ->
            new Problem(
                problem.path(),
                problem.cause(),
                problem.message() + "; has not arrived for " + age))
        .orElse(problem);
  }

  /** A run came to its end, and so to every path: those that it did not name have arrived. */
  synchronized void end() {
    isChanged |= since.keySet().retainAll(failedNow);
    if (isChanged && folder.isPresent()) {
      isChanged = false;
      try {
        folder.get().write(FILE, this::write);
      } catch (IOException e) {
        // Harmless: ages count anew in the next process.
      }
    }
  }

  /** The age in its largest unit; empty if there is none, as the clock may have been put back. */
  private static Optional<String> age(Duration age) {
    if (age.toDays() > 0) {
      return Optional.of(age.toDays() + " d");
    }
    if (age.toHours() > 0) {
      return Optional.of(age.toHours() + " h");
    }
    if (age.toMinutes() > 0) {
      return Optional.of(age.toMinutes() + " min");
    }
    return age.toSeconds() > 0 ? Optional.of(age.toSeconds() + " s") : Optional.empty();
  }

  private void read(Path from) {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(from)))) {
      for (int left = Math.min(in.readInt(), MOST); left > 0; left--) {
        RelativePath path = Fields.readPath(in);
        since.put(path, Objects.requireNonNull(Fields.readInstant(in)));
      }
    } catch (IOException | RuntimeException e) {
      // Missing or torn; ages count anew.
      since.clear();
    }
  }

  private void write(OutputStream to) throws IOException {
    var out = new DataOutputStream(to);
    out.writeInt(since.size());
    for (var each : since.entrySet()) {
      Fields.writePath(out, each.getKey());
      Fields.writeInstant(out, each.getValue());
    }
    out.flush();
  }
}
