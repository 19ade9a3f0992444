package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CarriedTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");
  private static final Carried AS_ROOT =
      new Carried(true, true, true, true, Duration.ofNanos(1), 0, 0);
  private static final Carried AS_USER =
      new Carried(true, false, true, true, Duration.ofNanos(1), 1000, 1000);
  private static final Carried ON_FAT =
      new Carried(false, false, true, false, Duration.ofSeconds(2), 1000, 1000);

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
  void aModeThatIsNotKnownDoesNotDiffer() {
    var link = new Metadata(Metadata.UNKNOWN, 0, 0, NOON);
    assertThat(AS_ROOT.difference(Kind.SYMLINK, link, link.withMode(0777)))
        .isEqualTo(Difference.NONE);
  }
}
