package dev.lockstep.model;

import java.time.Instant;

/**
 * What an entry carries besides its content. As what is to be given to an entry, unknown parts are
 * to be left alone.
 *
 * @param mode permission bits with setuid, setgid and sticky, 0 to 07777; {@link #UNKNOWN} where
 *     there are none, as for symbolic links
 * @param owner numeric user, or {@link #UNKNOWN}
 * @param group numeric group, or {@link #UNKNOWN}
 * @param modified when the content was last changed, or {@link #UNKNOWN_TIME}
 * @param attributes extended attributes and ACLs; unknown in what a listing finds, since reading
 *     them is work of its own
 */
public record Metadata(
    int mode, int owner, int group, Instant modified, ExtendedAttributes attributes) {
  /** Stands for what the file system or the kind of entry does not have. */
  public static final int UNKNOWN = -1;

  /** Stands for a time that is not known, or to be left alone. */
  public static final Instant UNKNOWN_TIME = Instant.MIN;

  private static final int ALL_MODE_BITS = 07777;

  public Metadata {
    if (mode < UNKNOWN || mode > ALL_MODE_BITS) {
      throw new IllegalArgumentException("mode " + Integer.toOctalString(mode));
    }
  }

  /** Metadata with extended attributes unknown. */
  public Metadata(int mode, int owner, int group, Instant modified) {
    this(mode, owner, group, modified, ExtendedAttributes.UNKNOWN);
  }

  /** The same with this mode. */
  public Metadata withMode(int other) {
    return new Metadata(other, owner, group, modified, attributes);
  }

  /** The same with these attributes. */
  public Metadata withAttributes(ExtendedAttributes others) {
    return new Metadata(mode, owner, group, modified, others);
  }

  /** The same where it is known, the other where not. */
  public Metadata orElse(Metadata other) {
    return new Metadata(
        mode == UNKNOWN ? other.mode : mode,
        owner == UNKNOWN ? other.owner : owner,
        group == UNKNOWN ? other.group : group,
        modified.equals(UNKNOWN_TIME) ? other.modified : modified,
        attributes.isKnown() ? attributes : other.attributes);
  }
}
