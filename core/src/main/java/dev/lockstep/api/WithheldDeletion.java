package dev.lockstep.api;

import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;

/**
 * A deletion that waits for a yes.
 *
 * @param path of the replica's entry
 * @param kind of it
 * @param isInTheWay whether the source has an entry of another kind there, which waits too
 * @param entries how many it is with all that it holds
 */
public record WithheldDeletion(RelativePath path, Kind kind, boolean isInTheWay, long entries) {}
