package dev.lockstep.index;

import dev.lockstep.model.RelativePath;

/**
 * Where the index knows an entry.
 *
 * @param path in both trees
 * @param proof what was proven of it there
 */
public record Place(RelativePath path, Proof proof) {}
