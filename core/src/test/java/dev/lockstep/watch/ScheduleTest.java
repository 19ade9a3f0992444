package dev.lockstep.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START = 17 * SECOND;

  private final Schedule schedule = new Schedule(Duration.ofSeconds(10), START);

  @Test
  void theFirstRunIsDueAtOnce() {
    assertThat(schedule.untilNext(START)).isEqualTo(Duration.ZERO);
  }

  @Test
  void theNextRunIsDueAnIntervalAfterTheStartOfTheLast() {
    schedule.begin(START);
    assertThat(schedule.untilNext(START + 4 * SECOND)).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void aRunThatTookLongerIsFollowedAtOnceAndMissedOnesAreNotMadeUpFor() {
    schedule.begin(START);
    long late = START + 35 * SECOND;
    assertThat(schedule.untilNext(late)).isEqualTo(Duration.ZERO);
    schedule.begin(late);
    assertThat(schedule.untilNext(late)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void anIntervalIsMoreThanZero() {
    assertThatThrownBy(() -> new Schedule(Duration.ZERO, START))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
