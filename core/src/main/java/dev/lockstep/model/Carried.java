package dev.lockstep.model;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which metadata a replica can carry, and thus what it is expected to have once it mirrors the
 * source.
 *
 * <p>Where owners are not carried, setuid and setgid are expected only where the entry belongs to
 * the running user on both sides: given to another's file they would hand out rights that the
 * source never gave.
 *
 * @param modes whether permission bits are kept
 * @param owners whether any user and group can be given
 * @param times whether times can be set, also on folders
 * @param linkTimes whether times can be set on symbolic links themselves
 * @param grain the step in which times are kept, 1 ns or more; times closer than it are the same
 * @param user who runs this, or {@link Metadata#UNKNOWN}
 * @param group the running user's group, or {@link Metadata#UNKNOWN}
 */
public record Carried(
    boolean modes,
    boolean owners,
    boolean times,
    boolean linkTimes,
    Duration grain,
    int user,
    int group) {
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;

  public Carried {
    if (grain.isNegative() || grain.isZero()) {
      throw new IllegalArgumentException("a grain of " + grain);
    }
  }

  /** What the replica's entry is to have when the source's entry has this. */
  public Metadata expected(Metadata source) {
    if (owners || source.mode() == Metadata.UNKNOWN) {
      return source;
    }
    int mode = source.mode();
    if (source.owner() != user) {
      mode &= ~(SETUID | SETGID);
    } else if (source.group() != group) {
      mode &= ~SETGID;
    }
    return mode == source.mode() ? source : source.withMode(mode);
  }

  /**
   * In what the replica's metadata differs from what is expected of it; never in kind or content.
   */
  public Difference difference(Kind kind, Metadata source, Metadata replica) {
    Metadata expected = expected(source);
    if (sameModes(expected, replica)
        && sameOwner(expected, replica)
        && sameGroup(expected, replica)
        && sameTimes(kind, expected, replica)) {
      return Difference.NONE;
    }
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (!sameModes(expected, replica)) {
      aspects.add(Aspect.MODE);
    }
    if (!sameOwner(expected, replica)) {
      aspects.add(Aspect.OWNER);
    }
    if (!sameGroup(expected, replica)) {
      aspects.add(Aspect.GROUP);
    }
    if (!sameTimes(kind, expected, replica)) {
      aspects.add(Aspect.TIMES);
    }
    return Difference.in(aspects);
  }

  /** Whether these times are the same as far as the replica can keep them apart. */
  public boolean sameTime(Instant one, Instant other) {
    return one.equals(other) || Duration.between(one, other).abs().compareTo(grain) < 0;
  }

  private boolean sameModes(Metadata expected, Metadata replica) {
    return !modes
        || expected.mode() == Metadata.UNKNOWN
        || replica.mode() == Metadata.UNKNOWN
        || expected.mode() == replica.mode();
  }

  private boolean sameOwner(Metadata expected, Metadata replica) {
    return !owners || expected.owner() == Metadata.UNKNOWN || expected.owner() == replica.owner();
  }

  private boolean sameGroup(Metadata expected, Metadata replica) {
    return !owners || expected.group() == Metadata.UNKNOWN || expected.group() == replica.group();
  }

  private boolean sameTimes(Kind kind, Metadata expected, Metadata replica) {
    boolean carriesTimes = kind == Kind.SYMLINK ? linkTimes : times;
    return !carriesTimes || sameTime(expected.modified(), replica.modified());
  }
}
