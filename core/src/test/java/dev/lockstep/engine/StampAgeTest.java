package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.StampEvidence;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Stamp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A write in the same step of the clock as the read is reckoned with wherever it could be missed.
 */
class StampAgeTest {
  private static final Instant BEGUN = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);

  private final StampAge age = new StampAge(BEGUN);

  @Test
  void whereEveryChangeShowsNoStampIsYoung() {
    Stamp now = stamp(WEEK, SECOND.plusNanos(7));
    assertThat(age.isYoungInSource(now, StampEvidence.FINE, null)).isFalse();
    assertThat(age.isYoungInReplica(now, StampEvidence.FINE, null)).isFalse();
  }

  @Test
  void timesInWholeSecondsAreNotFineWhateverTheFileSystemSays() {
    Stamp now = stamp(SECOND, SECOND);
    assertThat(age.isYoungInSource(now, StampEvidence.FINE, null)).isTrue();
    assertThat(age.isYoungInReplica(now, StampEvidence.FINE, null)).isTrue();
    assertThat(age.isYoungInSource(stamp(WEEK, SECOND), StampEvidence.FINE, null)).isTrue();
    assertThat(age.isYoungInSource(stamp(HOUR, HOUR), StampEvidence.FINE, null)).isFalse();
  }

  @Test
  void whereStepsAreOfOurClockAStampIsYoungForTwoSeconds() {
    assertThat(age.isYoungInSource(stamp(WEEK, SECOND), StampEvidence.COARSE, null)).isTrue();
    assertThat(age.isYoungInSource(stamp(WEEK, HOUR), StampEvidence.COARSE, null)).isFalse();
    Stamp ahead = stamp(WEEK, HOUR.negated());
    assertThat(age.isYoungInSource(ahead, StampEvidence.COARSE, null)).isTrue();
  }

  @Test
  void whereTheClockIsUnknownAStampIsYoungUntilItIsSeenOnceMore() {
    Stamp written = stamp(HOUR, HOUR);
    assertThat(age.isYoungInSource(written, StampEvidence.FOREIGN, null)).isTrue();
    assertThat(age.isYoungInSource(written, StampEvidence.FOREIGN, written)).isFalse();
    assertThat(age.isYoungInSource(written, StampEvidence.FOREIGN, stamp(WEEK, HOUR))).isTrue();
    assertThat(age.isYoungInSource(stamp(WEEK, HOUR), StampEvidence.FOREIGN, null)).isFalse();
  }

  @Test
  void whereOnlySizeAndTimeTellAStampIsYoungForADayOrUntilItIsSeenOnceMore() {
    for (Stamp young : new Stamp[] {weak(SECOND), weak(HOUR), weak(HOUR.negated())}) {
      assertThat(age.isYoungInSource(young, StampEvidence.WEAK, null)).isTrue();
      assertThat(age.isYoungInReplica(young, StampEvidence.WEAK, null)).isTrue();
      assertThat(age.isYoungInSource(young, StampEvidence.WEAK, young)).isFalse();
    }
    assertThat(age.isYoungInSource(weak(WEEK), StampEvidence.WEAK, null)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(value = StampEvidence.class, names = "WEAK", mode = EnumSource.Mode.EXCLUDE)
  void withoutATimeOfChangeAStampIsYoung(StampEvidence evidence) {
    assertThat(age.isYoungInSource(weak(WEEK), evidence, null)).isTrue();
    assertThat(age.isYoungInReplica(weak(WEEK), evidence, null)).isTrue();
  }

  /** One of a file whose content and inode were changed so long before the run began. */
  private static Stamp stamp(Duration modified, Duration changed) {
    var id = new FileId(0, 7, BEGUN.minus(WEEK));
    return new Stamp(id, 9, BEGUN.minus(modified), BEGUN.minus(changed));
  }

  private static Stamp weak(Duration modified) {
    return new Stamp(new FileId(0, 7, null), 9, BEGUN.minus(modified), null);
  }
}
