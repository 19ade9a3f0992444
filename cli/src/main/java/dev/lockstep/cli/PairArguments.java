package dev.lockstep.cli;

import dev.lockstep.api.MirrorOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a verb that asks about a pair of roots, or answers for it, understood.
 *
 * @param verb which one
 * @param source as given
 * @param replica as given
 * @param stateDirectory as given
 * @param oneFileSystem whether the mirror stays on the roots' file systems
 * @param filter what is no part of the mirror
 * @param yes whether the answer is yes to whatever would be asked
 */
record PairArguments(
    Verb verb,
    Path source,
    Path replica,
    Optional<Path> stateDirectory,
    boolean oneFileSystem,
    FilterWords filter,
    boolean yes) {
  /**
   * What a mirror is asked with.
   *
   * @throws UsageException if there is no state folder, or something is no rule of a filter
   */
  MirrorOptions options(Map<String, String> environment) throws UsageException {
    Path state =
        stateDirectory.isPresent()
            ? stateDirectory.get()
            : StateDirectory.usual(environment, StateDirectory.isRoot());
    return MirrorOptions.of(source, replica)
        .withOneFileSystem(oneFileSystem)
        .withFilter(filter.read())
        .withStateDirectory(state);
  }
}
