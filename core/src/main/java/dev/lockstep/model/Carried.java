package dev.lockstep.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which metadata a replica can carry, and thus what it is expected to have once it mirrors the
 * source.
 *
 * <p>Where owners are not carried, setuid and setgid are expected only where the entry belongs to
 * the running user on both sides: given to another's file they would hand out rights that the
 * source never gave. For the same reason they go where modes are not carried and the owner changes.
 *
 * @param modes whether permission bits are kept
 * @param owners whether any user and group can be given
 * @param times which times are kept
 * @param attributes which extended attributes are kept
 * @param hardLinks whether several names can be one file
 * @param user who runs this
 */
public record Carried(
    boolean modes,
    boolean owners,
    Times times,
    Set<AttributeSpace> attributes,
    boolean hardLinks,
    User user) {
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int PERMISSIONS = 0777;

  public Carried {
    attributes = Set.copyOf(attributes);
  }

  /**
   * Which times of modification a replica keeps.
   *
   * @param ofEntries whether those of files and folders
   * @param ofLinks whether those of symbolic links themselves
   * @param grain the step in which they are kept, 1 ns or more; times closer than it are the same
   * @param earliest what an earlier time becomes
   * @param latest what a later time becomes
   */
  public record Times(
      boolean ofEntries, boolean ofLinks, Duration grain, Instant earliest, Instant latest) {
    /** None at all. */
    public static final Times NONE =
        new Times(false, false, Duration.ofNanos(1), Instant.MIN, Instant.MAX);

    /** All, to the nanosecond. */
    public static final Times ALL =
        new Times(true, true, Duration.ofNanos(1), Instant.MIN, Instant.MAX);

    public Times {
      if (grain.isNegative() || grain.isZero()) {
        throw new IllegalArgumentException("a grain of " + grain);
      }
    }

    /** Whether those of entries of this kind are kept. */
    public boolean of(Kind kind) {
      return kind == Kind.SYMLINK ? ofLinks : ofEntries;
    }

    /** The nearest time within the range. */
    Instant within(Instant time) {
      if (time.isBefore(earliest)) {
        return earliest;
      }
      return time.isAfter(latest) ? latest : time;
    }
  }

  /**
   * Who runs this.
   *
   * @param user numeric user, or {@link Metadata#UNKNOWN}
   * @param group numeric group, or {@link Metadata#UNKNOWN}
   * @param mask the permissions that an entry is not given when it is made without its mode being
   *     mirrored: the umask
   */
  public record User(int user, int group, int mask) {}

  /** The same without these parts, which are to be left alone. */
  public Carried without(Set<Part> parts) {
    Set<AttributeSpace> spaces = EnumSet.noneOf(AttributeSpace.class);
    for (AttributeSpace space : attributes) {
      if (Collections.disjoint(parts, partsWith(space))) {
        spaces.add(space);
      }
    }
    return new Carried(
        modes && !parts.contains(Part.MODES),
        owners && !parts.contains(Part.OWNERS),
        parts.contains(Part.TIMES) ? Times.NONE : times,
        spaces,
        hardLinks && !parts.contains(Part.HARD_LINKS),
        user);
  }

  /** An ACL gives permissions, so who leaves these alone leaves it alone too. */
  private static Set<Part> partsWith(AttributeSpace space) {
    return space == AttributeSpace.ACL ? Set.of(Part.ACLS, Part.MODES) : Set.of(Part.ATTRIBUTES);
  }

  /**
   * What the replica's entry is to have when the source's entry has this; unknown where it is not
   * carried.
   */
  public Metadata expected(Metadata source) {
    return new Metadata(
        expectedMode(source),
        owners ? source.owner() : Metadata.UNKNOWN,
        owners ? source.group() : Metadata.UNKNOWN,
        times.ofEntries() || times.ofLinks()
            ? times.within(source.modified())
            : Metadata.UNKNOWN_TIME,
        source.attributes().isKnown() && !attributes.isEmpty()
            ? source.attributes().only(attributes)
            : ExtendedAttributes.UNKNOWN);
  }

  /**
   * What an entry is to have that the replica has not had: where modes are not carried, the usual.
   */
  public Metadata expectedOfNew(Metadata source) {
    Metadata expected = expected(source);
    return modes || source.mode() == Metadata.UNKNOWN
        ? expected
        : expected.withMode(source.mode() & PERMISSIONS & ~user.mask());
  }

  /**
   * What an entry of the replica that has this metadata is to have, as {@link #expected} says; no
   * setuid and setgid for one that is another's.
   */
  public Metadata expectedOf(Kind kind, Metadata replica, Metadata source) {
    Metadata expected = expected(source);
    if (replica.mode() == Metadata.UNKNOWN) {
      return expected;
    }
    if (expected.mode() != Metadata.UNKNOWN) {
      return owners ? expected : expected.withMode(withoutRights(expected.mode(), replica));
    }
    if (kind == Kind.DIRECTORY) {
      return expected;
    }
    boolean isGivenAway =
        differ(expected.owner(), replica.owner()) || differ(expected.group(), replica.group());
    return isGivenAway && (replica.mode() & (SETUID | SETGID)) != 0
        ? expected.withMode(replica.mode() & ~(SETUID | SETGID))
        : expected;
  }

  /**
   * What an entry is to have that takes the place of one with this metadata: what is not carried
   * stays as it was.
   */
  public Metadata expectedInPlaceOf(Kind kind, Metadata old, Metadata source) {
    Metadata expected = expectedOf(kind, old, source);
    ExtendedAttributes kept = old.attributes();
    return expected
        .withAttributes(
            expected.attributes().isKnown() && kept.isKnown()
                ? expected.attributes().and(kept.only(notCarried()))
                : expected.attributes())
        .orElse(
            new Metadata(
                old.mode(), old.owner(), old.group(), Metadata.UNKNOWN_TIME, old.attributes()));
  }

  /** Whether an entry that takes another's place has to be given some of what that had. */
  public boolean keepsSome() {
    return attributes.size() < AttributeSpace.values().length;
  }

  /**
   * In what the replica's metadata differs from what is expected of it; never in kind or content.
   */
  public Difference difference(Kind kind, Metadata source, Metadata replica) {
    Metadata expected = expectedOf(kind, replica, source);
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (differ(expected.mode(), replica.mode()) && replica.mode() != Metadata.UNKNOWN) {
      aspects.add(Aspect.MODE);
    }
    if (differ(expected.owner(), replica.owner())) {
      aspects.add(Aspect.OWNER);
    }
    if (differ(expected.group(), replica.group())) {
      aspects.add(Aspect.GROUP);
    }
    if (times.of(kind) && !sameTime(source.modified(), replica.modified())) {
      aspects.add(Aspect.TIMES);
    }
    if (expected.attributes().isKnown() && replica.attributes().isKnown()) {
      addAttributes(expected.attributes(), replica.attributes(), aspects);
    }
    return Difference.in(aspects);
  }

  /** Whether the replica's time is what it keeps of the source's. */
  public boolean sameTime(Instant source, Instant replica) {
    Instant expected = times.within(source);
    return expected.equals(replica)
        || Duration.between(expected, replica).abs().compareTo(times.grain()) < 0;
  }

  private static boolean differ(int expected, int found) {
    return expected != Metadata.UNKNOWN && expected != found;
  }

  private void addAttributes(
      ExtendedAttributes expected, ExtendedAttributes replica, Set<Aspect> aspects) {
    ExtendedAttributes found = replica.only(attributes);
    if (expected.equals(found)) {
      return;
    }
    Set<AttributeSpace> acl = EnumSet.of(AttributeSpace.ACL);
    if (!expected.only(acl).equals(found.only(acl))
        && !(aspects.contains(Aspect.MODE) && isToldByMode(expected, found))) {
      aspects.add(Aspect.ACL);
    }
    Set<AttributeSpace> others = EnumSet.complementOf(EnumSet.of(AttributeSpace.ACL));
    if (!expected.only(others).equals(found.only(others))) {
      aspects.add(Aspect.ATTRIBUTES);
    }
  }

  /** Whether no ACL differs but that of access, and this only as the modes do. */
  private static boolean isToldByMode(ExtendedAttributes expected, ExtendedAttributes found) {
    byte[] own = expected.value(AccessAcl.NAME);
    byte[] other = found.value(AccessAcl.NAME);
    byte[] ownDefault = expected.value(AccessAcl.DEFAULT_NAME);
    byte[] otherDefault = found.value(AccessAcl.DEFAULT_NAME);
    return AccessAcl.areSameButForMode(own, other) && Arrays.equals(ownDefault, otherDefault);
  }

  private Set<AttributeSpace> notCarried() {
    Set<AttributeSpace> others = EnumSet.allOf(AttributeSpace.class);
    others.removeAll(attributes);
    return others;
  }

  private int expectedMode(Metadata source) {
    if (!modes || source.mode() == Metadata.UNKNOWN) {
      return Metadata.UNKNOWN;
    }
    return owners ? source.mode() : withoutRights(source.mode(), source);
  }

  /** The mode without setuid and setgid, as far as the entry is not the running user's. */
  private int withoutRights(int mode, Metadata entry) {
    if (entry.owner() != user.user()) {
      return mode & ~(SETUID | SETGID);
    }
    return entry.group() == user.group() ? mode : mode & ~SETGID;
  }
}
