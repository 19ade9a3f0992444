package dev.lockstep.model;

import java.time.Instant;

/**
 * What an entry carries besides its content.
 *
 * @param mode permission bits with setuid, setgid and sticky, 0 to 07777; {@link #UNKNOWN} where
 *     there are none, as for symbolic links
 * @param owner numeric user, or {@link #UNKNOWN}
 * @param group numeric group, or {@link #UNKNOWN}
 * @param modified when the content was last changed
 */
public record Metadata(int mode, int owner, int group, Instant modified) {
  /** Stands for what the file system or the kind of entry does not have. */
  public static final int UNKNOWN = -1;

  private static final int ALL_MODE_BITS = 07777;

  public Metadata {
    if (mode < UNKNOWN || mode > ALL_MODE_BITS) {
      throw new IllegalArgumentException("mode " + Integer.toOctalString(mode));
    }
  }

  /** The same with this mode. */
  public Metadata withMode(int other) {
    return new Metadata(other, owner, group, modified);
  }
}
