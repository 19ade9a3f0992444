package dev.lockstep.fs;

/**
 * The open folders of one path on either side.
 *
 * @param source the source's
 * @param replica the replica's
 */
public record FolderPair(SourceDirectory source, ReplicaDirectory replica) {}
