/**
 * The portable backend over java.nio.file: any platform, any NIO provider.
 *
 * <p>It works by paths. No operation follows a link at the end of a path, and before a folder is
 * changed, listed or read from, its path is checked to lead still to the folder that was opened;
 * what a swap in the instant between check and use could do is told at each place marked {@code
 * RACE:}. Hence {@link dev.lockstep.fs.Capabilities#confined} is false.
 *
 * <ol>
 *   <li>{@code RootFinder}, {@code MountTable}: what stands where a root should be; {@code Disks}:
 *       what it lies on, for the backend for Linux.
 *   <li>{@code Attributes}, {@code Spelling}: how one file system is spoken to, chosen once per
 *       tree.
 *   <li>{@code OpenFolder}, {@code Place}: an open folder, and where it is.
 *   <li>{@code Staging}, {@code MetadataWriter}: how the replica is changed.
 *   <li>{@code WatchServiceFeed}, over {@code RegisteredTree}: how changes are heard of.
 * </ol>
 */
package dev.lockstep.fs.nio;
