package dev.lockstep.cli;

import dev.lockstep.api.Check;
import dev.lockstep.api.ManifestOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The words of {@code manifest}, understood.
 *
 * @param folder as given
 * @param check MD5 or SHA-256
 * @param rootDigest whether one digest of all is wanted, and not a line for each file
 * @param rehash whether all content is read
 * @param oneFileSystem whether to stay on the folder's file system
 * @param jobs how many workers; empty: as many as suit the disk
 * @param stateDirectory as given
 * @param filter what does not count
 * @param isVerbose whether to say what was done
 */
record ManifestArguments(
    Path folder,
    Check check,
    boolean rootDigest,
    boolean rehash,
    boolean oneFileSystem,
    OptionalInt jobs,
    Optional<Path> stateDirectory,
    FilterWords filter,
    boolean isVerbose) {
  /**
   * What a manifest is asked with.
   *
   * @throws UsageException if a state folder is needed, and there is none, or something is no rule
   *     of a filter
   */
  ManifestOptions options(Map<String, String> environment) throws UsageException {
    ManifestOptions options =
        ManifestOptions.of(folder)
            .withCheck(check)
            .withRehash(rehash)
            .withOneFileSystem(oneFileSystem)
            .withFilter(filter.read());
    if (jobs.isPresent()) {
      options = options.withJobs(jobs.getAsInt());
    }
    if (rehash) {
      return options;
    }
    return options.withStateDirectory(
        stateDirectory.isPresent()
            ? stateDirectory.get()
            : StateDirectory.usual(environment, StateDirectory.isRoot()));
  }
}
