package dev.lockstep.fs.linux;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.nio.RunningUser;

/**
 * What the folders of one replica share.
 *
 * @param access how its entries are opened
 * @param user who runs this
 * @param fileSystem what the root's file system can do
 * @param capabilities what the replica can hold
 * @param writer gives entries their metadata
 */
record Replica(
    Access access,
    RunningUser user,
    FileSystemType fileSystem,
    Capabilities capabilities,
    MetadataWriter writer) {}
