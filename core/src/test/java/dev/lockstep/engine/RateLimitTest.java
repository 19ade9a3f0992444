package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.StillClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
  private static final int BUFFER = 256 * 1024;
  private static final long SECOND = 1_000_000_000;

  private final StillClock clock = new StillClock();
  private final Cancellation cancellation = new Cancellation();

  /** What is copied in a second, but for the piece that has its turn right at the start. */
  @ParameterizedTest
  @CsvSource({
    "1, 262144, 1",
    "19, 262144, 1",
    "10240, 262144, 512",
    "10485760, 262144, 262144",
    "10485760, 100, 100",
    "1000000000, 1, 1",
    "9223372036854775807, 262144, 262144"
  })
  void aSecondTakesAsLongAsItIsToForAnySizeOfPieces(long rate, int wanted, int piece) {
    RateLimit limit = limit(rate);
    long pieces = Math.min(Math.ceilDiv(rate, piece), 10_000);

    for (long i = 0; i < pieces; i++) {
      assertThat(limit.take(wanted)).isEqualTo(piece);
    }

    double due = (double) (pieces - 1) * piece / rate * SECOND;
    // Less than a nanosecond is rounded up for each piece, so that no more is copied than allowed.
    assertThat((double) clock.nanos()).isBetween(due - 1, due + pieces);
  }

  @Test
  void noPieceIsLongerThanATwentiethOfASecond() {
    assertThat(limit(10_240).take(BUFFER)).isEqualTo(512);
    assertThat(limit(1).take(BUFFER)).isEqualTo(1);
    assertThat(limit(Long.MAX_VALUE).take(BUFFER)).isEqualTo(BUFFER);
  }

  @Test
  void aRestAllowsNoMoreThanATenthOfASecondAtOnce() {
    RateLimit limit = limit(1000);
    clock.advance(Duration.ofHours(1));

    int atOnce = 0;
    while (clock.waits().isEmpty()) {
      int piece = limit.take(BUFFER);
      atOnce += clock.waits().isEmpty() ? piece : 0;
    }

    assertThat(atOnce).isEqualTo(100);
  }

  @Test
  void timeThatWaitingOrCopyingTookTooLongIsMadeUpFor() {
    var slow =
        new StillClock() {
          @Override
          public boolean await(Duration time, Cancellation cancellation) {
            return super.await(time.plusMillis(1), cancellation);
          }
        };
    var limit = new RateLimit(1000, slow, cancellation);

    for (int i = 0; i < 1000; i++) {
      limit.take(1);
    }

    assertThat(slow.nanos()).isBetween(999 * SECOND / 1000, 1001 * SECOND / 1000);
  }

  @Test
  void workersThatAskAtOneTimeHaveTheirTurnsOneAfterTheOther() {
    List<Duration> waits = new ArrayList<>();
    var still =
        new StillClock() {
          @Override
          public boolean await(Duration time, Cancellation cancellation) {
            return waits.add(time) && cancellation.isCancelled();
          }
        };
    var limit = new RateLimit(1000, still, cancellation);

    limit.take(50);
    limit.take(20);
    limit.take(50);
    limit.take(1);

    assertThat(waits)
        .containsExactly(Duration.ofMillis(50), Duration.ofMillis(70), Duration.ofMillis(120));
  }

  @Test
  void aStopEndsTheWaiting() {
    RateLimit limit = limit(1);
    limit.take(1);
    cancellation.cancel();

    assertThatThrownBy(() -> limit.take(1)).isInstanceOf(CancellationException.class);
  }

  private RateLimit limit(long rate) {
    return new RateLimit(rate, clock, cancellation);
  }
}
