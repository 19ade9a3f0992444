/**
 * The backend for Linux, 5.8 or newer with {@code /proc}: all that its file systems hold, by system
 * calls.
 *
 * <p>Below a root each operation goes through an open folder and one name, and follows no link.
 * What a swap between a look and a change can do at worst stands where it is marked {@code RACE:}.
 *
 * <ol>
 *   <li>{@code LinuxTreeProvider}: look at a root as the portable backend does, then open it.
 *   <li>{@code FileSystemType}, {@code ReplicaProbe}: who runs this, and what the replica can hold;
 *       its folders share that as {@code Replica}.
 *   <li>{@code Handle}: an open entry, for use or as a mere place; {@code Access}: opening to read.
 *   <li>{@code LinuxDirectory}, {@code LinuxReadableFile}: read; {@code Looks} and {@code
 *       XattrReader} make entries and attributes of the answers.
 *   <li>{@code LinuxReplicaDirectory}: make under a staged name; {@code MetadataWriter}: give what
 *       the replica carries; {@code Staging}: bring it to its final name, or undo it.
 *   <li>{@code Calls}: make exceptions of results, at this border only.
 * </ol>
 *
 * <p>Arguments lie in the thread's {@code Scratch}: who puts a name calls nothing that puts one
 * before the call is made.
 */
package dev.lockstep.fs.linux;
