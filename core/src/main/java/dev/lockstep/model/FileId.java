package dev.lockstep.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which object of which file system a name leads to, for as long as the system runs.
 *
 * @param fileSystem the device number, or what the backend has in its place; {@code 0} with {@code
 *     inode} 0: unknown
 * @param inode the number within the file system
 * @param birth when the object was made, which tells a reused inode number; null where the file
 *     system cannot say
 */
public record FileId(long fileSystem, long inode, @Nullable Instant birth) {
  /** What stands where a file system numbers nothing; it is no evidence of identity. */
  public static final FileId UNKNOWN = new FileId(0, 0, null);

  // What a record has of itself is linked at run time, which each start would wait for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileId that
        && inode == that.inode
        && fileSystem == that.fileSystem
        && Objects.equals(birth, that.birth);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * fileSystem + inode);
  }

  /** Whether this says anything at all. */
  public boolean isKnown() {
    return fileSystem != 0 || inode != 0;
  }
}
