package dev.lockstep.fs;

import dev.lockstep.model.RelativePath;

/**
 * A file system, or a folder of one, that is mounted below a root.
 *
 * @param path from the root to the mount point
 * @param fileSystem which one it is
 */
public record NestedMount(RelativePath path, FileSystemIdentity fileSystem) {}
