package dev.lockstep.api;

import dev.lockstep.model.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be mirrored, and how.
 *
 * @param source the folder to mirror; a root that is a link is followed
 * @param replica the folder to be kept equal to it; made if it is missing
 * @param check what proves two files equal
 * @param jobs how many workers share the work, 1 to 256
 * @param dryRun whether to change nothing and only tell what a run would do
 * @param reportUnchanged whether the listener hears of unchanged entries too
 * @param leftOut files and folders that are no part of the mirror wherever they are, such as the
 *     run's own log file; inside the replica they are refused
 * @param leftAlone what entries of the replica keep as they have it
 * @param oneFileSystem whether to stay on the roots' file systems: what is mounted below them is
 *     made as a folder and not entered
 * @param stateDirectory where locks and, in time, what was proven is kept; without it a run is not
 *     guarded against another one of the same replica
 */
public record MirrorOptions(
    Path source,
    Path replica,
    Check check,
    int jobs,
    boolean dryRun,
    boolean reportUnchanged,
    List<Path> leftOut,
    Set<Part> leftAlone,
    boolean oneFileSystem,
    Optional<Path> stateDirectory) {
  /** The most workers that may be asked for. */
  public static final int MOST_JOBS = 256;

  public MirrorOptions {
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw new IllegalArgumentException("jobs must be 1 to " + MOST_JOBS + ", not " + jobs);
    }
    if (check == Check.STAMP && leftAlone.contains(Part.TIMES)) {
      throw new IllegalArgumentException("the stamp needs the times that are to be left alone");
    }
    leftOut = List.copyOf(leftOut);
    leftAlone = Set.copyOf(leftAlone);
  }

  /** The usual options for these roots: MD5, a worker for each core, no state folder. */
  public static MirrorOptions of(Path source, Path replica) {
    int cores = Math.min(Runtime.getRuntime().availableProcessors(), MOST_JOBS);
    return new MirrorOptions(
        source,
        replica,
        Check.MD5,
        cores,
        false,
        false,
        List.of(),
        Set.of(),
        false,
        Optional.empty());
  }

  /** The same with another check. */
  public MirrorOptions withCheck(Check other) {
    return new MirrorOptions(
        source,
        replica,
        other,
        jobs,
        dryRun,
        reportUnchanged,
        leftOut,
        leftAlone,
        oneFileSystem,
        stateDirectory);
  }

  /** The same with another number of workers. */
  public MirrorOptions withJobs(int other) {
    return new MirrorOptions(
        source,
        replica,
        check,
        other,
        dryRun,
        reportUnchanged,
        leftOut,
        leftAlone,
        oneFileSystem,
        stateDirectory);
  }

  /** The same, dry or not. */
  public MirrorOptions withDryRun(boolean other) {
    return new MirrorOptions(
        source,
        replica,
        check,
        jobs,
        other,
        reportUnchanged,
        leftOut,
        leftAlone,
        oneFileSystem,
        stateDirectory);
  }

  /** The same, reporting unchanged entries or not. */
  public MirrorOptions withReportUnchanged(boolean other) {
    return new MirrorOptions(
        source,
        replica,
        check,
        jobs,
        dryRun,
        other,
        leftOut,
        leftAlone,
        oneFileSystem,
        stateDirectory);
  }

  /** The same with other paths left out. */
  public MirrorOptions withLeftOut(List<Path> other) {
    return new MirrorOptions(
        source,
        replica,
        check,
        jobs,
        dryRun,
        reportUnchanged,
        other,
        leftAlone,
        oneFileSystem,
        stateDirectory);
  }

  /** The same with this state folder. */
  public MirrorOptions withStateDirectory(Path other) {
    return new MirrorOptions(
        source,
        replica,
        check,
        jobs,
        dryRun,
        reportUnchanged,
        leftOut,
        leftAlone,
        oneFileSystem,
        Optional.of(other));
  }

  /** The same with other parts left alone. */
  public MirrorOptions withLeftAlone(Set<Part> other) {
    return new MirrorOptions(
        source,
        replica,
        check,
        jobs,
        dryRun,
        reportUnchanged,
        leftOut,
        other,
        oneFileSystem,
        stateDirectory);
  }

  /** The same, staying on the roots' file systems or not. */
  public MirrorOptions withOneFileSystem(boolean other) {
    return new MirrorOptions(
        source,
        replica,
        check,
        jobs,
        dryRun,
        reportUnchanged,
        leftOut,
        leftAlone,
        other,
        stateDirectory);
  }
}
