package dev.lockstep.fs;

import dev.lockstep.model.Carried;
import java.util.List;

/**
 * What a replica can hold and what its backend guarantees.
 *
 * @param carried which metadata is kept
 * @param symlinks whether symbolic links can be made
 * @param atomicExchange whether an entry of another kind is replaced without a moment in which the
 *     name is missing
 * @param confined whether no swapped link can lead an operation outside the root
 * @param notCarried what the replica does not hold, in words such as {@code owners (not root)}
 */
public record Capabilities(
    Carried carried,
    boolean symlinks,
    boolean atomicExchange,
    boolean confined,
    List<String> notCarried) {
  public Capabilities {
    notCarried = List.copyOf(notCarried);
  }
}
