package dev.lockstep.cli;

import dev.lockstep.api.Check;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.Durability;
import dev.lockstep.model.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The words of {@code sync} and {@code diff}, understood.
 *
 * @param source as given
 * @param replica as given
 * @param interval from start to start; empty: one run, or where it is watched, no passes
 * @param fullInterval how often all is looked at where changes are heard of; empty: they are not
 * @param logFile as given
 * @param logStyle how that is kept
 * @param stateDirectory as given
 * @param check what proves two files equal
 * @param memory what is made of what was proven before
 * @param jobs how many workers; empty: as many as suit the disks
 * @param bytesPerSecond how many may be copied; empty: any number
 * @param leftAlone what entries of the replica keep
 * @param oneFileSystem whether to stay on the roots' file systems
 * @param durability what a power cut may cost
 * @param deletionLimit from how many deletions on they are withheld
 * @param deletes whether what only the replica has is deleted
 * @param filter what is no part of the mirror
 * @param explained the path of which is asked which rule decides; empty: the mirror is made
 * @param isDiff whether the verb is {@code diff}: dry, and differences have an exit code
 * @param dryRun whether nothing may be changed; always so for {@code diff}
 * @param reporting in which form the console hears it
 * @param loudness what the console hears
 * @param progress whether it is shown
 */
record Arguments(
    Path source,
    Path replica,
    Optional<Duration> interval,
    Optional<Duration> fullInterval,
    Optional<Path> logFile,
    LogStyle logStyle,
    Optional<Path> stateDirectory,
    Check check,
    Memory memory,
    OptionalInt jobs,
    OptionalLong bytesPerSecond,
    Set<Part> leftAlone,
    boolean oneFileSystem,
    Durability durability,
    DeletionLimit deletionLimit,
    boolean deletes,
    FilterWords filter,
    Optional<String> explained,
    boolean isDiff,
    boolean dryRun,
    Reporting reporting,
    Loudness loudness,
    ProgressWish progress) {
  /** From the beginning of a run to that of the next, if only time begins one. */
  Optional<Duration> pause() {
    return fullInterval.isPresent() ? Optional.empty() : interval;
  }

  /** Whether there is more than one run. */
  boolean isLasting() {
    return interval.isPresent() || fullInterval.isPresent();
  }

  /**
   * What is made of what earlier runs have proven.
   *
   * @param isKept whether it is remembered at all
   * @param rehash whether all content is read again
   * @param scrubAge within which every proof is renewed
   */
  record Memory(boolean isKept, boolean rehash, Optional<Duration> scrubAge) {}
}
