package dev.lockstep.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Identity and change evidence of an entry: equal stamps taken before and after a read say that it
 * saw one version.
 *
 * @param id which object
 * @param size bytes; 0 for what is not a file
 * @param modified when the content was last changed
 * @param changed when anything was last changed; null where the file system cannot say
 */
public record Stamp(FileId id, long size, Instant modified, @Nullable Instant changed) {
  public Stamp {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + " is negative");
    }
  }
}
