package dev.lockstep.fs.linux;

import dev.lockstep.fs.Capabilities;

/**
 * What the folders of one replica share.
 *
 * @param access how its entries are opened
 * @param caller who runs this
 * @param fileSystem what the root's file system can do
 * @param capabilities what the replica can hold
 * @param writer gives entries their metadata
 */
record Replica(
    Access access,
    Caller caller,
    FileSystemType fileSystem,
    Capabilities capabilities,
    MetadataWriter writer) {}
