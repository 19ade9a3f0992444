package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunRequestsTest {
  private static final Duration LONG = Duration.ofDays(1);

  private final RunRequests requests = new RunRequests();
  private final Cancellation cancellation = new Cancellation();

  @Test
  void aRequestEndsTheWaitOnce() {
    requests.request();
    requests.request();

    assertThat(requests.await(LONG, cancellation)).isFalse();
    assertThat(requests.take()).isFalse();
    assertThat(requests.await(Duration.ZERO, cancellation)).isFalse();
  }

  @Test
  void aRequestWakesWhoWaits() throws Exception {
    var waiting = new FutureTask<>(() -> requests.await(LONG, cancellation));
    Thread.ofPlatform().start(waiting);
    requests.request();

    assertThat(waiting.get()).isFalse();
  }

  @Test
  void theStopWakesWhoWaits() throws Exception {
    var waiting = new FutureTask<>(() -> requests.await(LONG, cancellation));
    Thread.ofPlatform().start(waiting);
    cancellation.cancel();

    assertThat(waiting.get()).isTrue();
    assertThat(requests.await(LONG, cancellation)).isTrue();
  }
}
