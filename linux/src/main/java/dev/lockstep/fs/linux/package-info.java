/**
 * The backend for Linux: everything that its file systems hold, by system calls.
 *
 * <p>{@link dev.lockstep.fs.linux.LinuxTreeProvider} opens a root; from there on each operation
 * goes through an open folder and one name, and follows no link. {@code LinuxDirectory} reads,
 * {@code LinuxReplicaDirectory} changes, {@code Staging} brings what was made to its final name,
 * {@code MetadataWriter} gives entries what they carry. What a replica can hold is found by {@code
 * ReplicaProbe}.
 */
package dev.lockstep.fs.linux;
