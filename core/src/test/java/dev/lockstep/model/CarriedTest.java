package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CarriedTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");
  private static final Set<AttributeSpace> SPACES = Set.of(AttributeSpace.USER, AttributeSpace.ACL);
  private static final Carried.User USER = new Carried.User(1000, 1000, 022);
  private static final Carried AS_ROOT =
      new Carried(true, true, Carried.Times.ALL, SPACES, true, new Carried.User(0, 0, 022));
  private static final Carried AS_USER =
      new Carried(true, false, Carried.Times.ALL, SPACES, true, USER);
  private static final Carried ON_FAT =
      new Carried(
          false,
          false,
          new Carried.Times(true, false, Duration.ofSeconds(2), Instant.EPOCH, Instant.MAX),
          Set.of(),
          false,
          USER);

  @Test
  void everyPartThatDiffersIsNamed() {
    var source = new Metadata(0644, 1, 2, NOON);
    var replica = new Metadata(0600, 3, 4, NOON.plusNanos(1));
    assertThat(AS_ROOT.difference(Kind.FILE, source, replica))
        .isEqualTo(Difference.in(Aspect.MODE, Aspect.OWNER, Aspect.GROUP, Aspect.TIMES));
    assertThat(AS_ROOT.difference(Kind.FILE, source, source)).isSameAs(Difference.NONE);
  }

  @Test
  void ownersThatAreNotCarriedDoNotDiffer() {
    assertThat(
            AS_USER.difference(
                Kind.FILE, new Metadata(0644, 0, 0, NOON), new Metadata(0644, 1000, 1000, NOON)))
        .isEqualTo(Difference.NONE);
  }

  @Test
  void setuidAndSetgidAreDroppedWhereTheOwnerIsNotKept() {
    assertThat(AS_USER.expected(new Metadata(06755, 0, 0, NOON)).mode()).isEqualTo(0755);
    assertThat(AS_USER.expected(new Metadata(07755, 1000, 0, NOON)).mode()).isEqualTo(05755);
    assertThat(AS_USER.expected(new Metadata(06755, 1000, 1000, NOON)).mode()).isEqualTo(06755);
    assertThat(AS_ROOT.expected(new Metadata(06755, 7, 7, NOON)).mode()).isEqualTo(06755);
  }

  @Test
  void timesWithinTheGrainAreTheSame() {
    var source = new Metadata(0644, 0, 0, NOON);
    var near = new Metadata(0755, 0, 0, NOON.minusNanos(1_999_999_999));
    var far = new Metadata(0755, 0, 0, NOON.minusSeconds(2));
    assertThat(ON_FAT.difference(Kind.FILE, source, near)).isEqualTo(Difference.NONE);
    assertThat(ON_FAT.difference(Kind.FILE, source, far)).isEqualTo(Difference.in(Aspect.TIMES));
    assertThat(ON_FAT.difference(Kind.SYMLINK, source, far)).isEqualTo(Difference.NONE);
  }

  @Test
  void timesBeyondWhatIsKeptAreTheNearestThatIs() {
    var source = new Metadata(0644, 0, 0, Instant.parse("1960-01-01T00:00:00Z"));
    assertThat(ON_FAT.expected(source).modified()).isEqualTo(Instant.EPOCH);
    var kept = new Metadata(0644, 0, 0, Instant.EPOCH);
    assertThat(ON_FAT.difference(Kind.FILE, source, kept)).isEqualTo(Difference.NONE);
  }

  @Test
  void attributesAndAclsThatAreCarriedDiffer() {
    byte[] value = {1};
    var plain = new Metadata(0644, 0, 0, NOON).withAttributes(ExtendedAttributes.NONE);
    Metadata user = with(plain, Map.of("user.a", value));
    Metadata acl = with(plain, Map.of("system.posix_acl_access", value));
    Metadata secret = with(plain, Map.of("trusted.a", value));
    assertThat(AS_ROOT.difference(Kind.FILE, user, plain))
        .isEqualTo(Difference.in(Aspect.ATTRIBUTES));
    assertThat(AS_ROOT.difference(Kind.FILE, plain, acl)).isEqualTo(Difference.in(Aspect.ACL));
    assertThat(AS_ROOT.difference(Kind.FILE, secret, plain)).isEqualTo(Difference.NONE);
    assertThat(AS_ROOT.difference(Kind.FILE, user, with(plain, Map.of("user.a", new byte[] {2}))))
        .isEqualTo(Difference.in(Aspect.ATTRIBUTES));
    assertThat(ON_FAT.difference(Kind.FILE, user, plain)).isEqualTo(Difference.NONE);
  }

  @Test
  void partsLeftAloneDoNotDifferAndStayAsTheyWere() {
    byte[] value = {1};
    var bare = new Metadata(0644, 1, 2, NOON);
    Metadata source = with(bare, Map.of("user.a", value, "system.posix_acl_access", value));
    Metadata old =
        with(
            new Metadata(0600, 3, 4, Instant.EPOCH),
            Map.of("user.b", value, "system.posix_acl_default", value));
    Carried some = AS_ROOT.without(Set.of(Part.MODES, Part.OWNERS, Part.TIMES, Part.ACLS));
    assertThat(some.difference(Kind.FILE, source, old)).isEqualTo(Difference.in(Aspect.ATTRIBUTES));
    Metadata kept = some.expectedInPlaceOf(Kind.FILE, old, source);
    assertThat(kept)
        .isEqualTo(
            with(
                new Metadata(0600, 3, 4, Metadata.UNKNOWN_TIME),
                Map.of("user.a", value, "system.posix_acl_default", value)));
    assertThat(some.expectedOfNew(source).mode()).isEqualTo(0644);
    assertThat(some.expectedOfNew(bare.withMode(06777)).mode()).isEqualTo(0755);
    assertThat(AS_ROOT.without(Set.of(Part.HARD_LINKS)).hardLinks()).isFalse();
  }

  @Test
  void aFileThatIsAnothersInTheReplicaIsGivenNoRightsOfHis() {
    Carried some = AS_ROOT.without(Set.of(Part.OWNERS));
    var source = new Metadata(06755, 0, 0, NOON);
    var his = new Metadata(0755, 7, 8, NOON);
    assertThat(some.expectedOf(Kind.FILE, his, source).mode()).isEqualTo(0755);
    assertThat(some.expectedInPlaceOf(Kind.FILE, his, source).mode()).isEqualTo(0755);
    assertThat(some.difference(Kind.FILE, source, his)).isEqualTo(Difference.NONE);
    var own = new Metadata(0755, 0, 8, NOON);
    assertThat(some.expectedOf(Kind.FILE, own, source).mode()).isEqualTo(04755);
    assertThat(some.expectedOf(Kind.DIRECTORY, his, source).mode()).isEqualTo(0755);
  }

  @Test
  void aModeThatIsLeftAloneLosesItsRightsWithItsOwner() {
    Carried some = AS_ROOT.without(Set.of(Part.MODES));
    var source = new Metadata(0644, 0, 0, NOON);
    var his = new Metadata(06755, 7, 0, NOON);
    assertThat(some.expectedOf(Kind.FILE, his, source).mode()).isEqualTo(0755);
    assertThat(some.expectedInPlaceOf(Kind.FILE, his, source).mode()).isEqualTo(0755);
    assertThat(some.difference(Kind.FILE, source, his))
        .isEqualTo(Difference.in(Aspect.MODE, Aspect.OWNER));
    assertThat(some.expectedOf(Kind.FILE, his.withMode(0700), source).mode())
        .isEqualTo(Metadata.UNKNOWN);
    assertThat(some.expectedInPlaceOf(Kind.FILE, new Metadata(06755, 0, 0, NOON), source).mode())
        .isEqualTo(06755);
  }

  private static Metadata with(Metadata metadata, Map<String, byte[]> attributes) {
    return metadata.withAttributes(ExtendedAttributes.of(attributes));
  }

  @Test
  void aModeThatIsNotKnownDoesNotDiffer() {
    var link = new Metadata(Metadata.UNKNOWN, 0, 0, NOON);
    assertThat(AS_ROOT.difference(Kind.SYMLINK, link, link.withMode(0777)))
        .isEqualTo(Difference.NONE);
  }
}
