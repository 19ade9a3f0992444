package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.digest.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WorkQueueTest {
  private final WorkQueue queue = new WorkQueue(2);

  @Test
  void theNewestTaskIsTakenFirst() throws InterruptedException {
    var first = new Nothing();
    var second = new Nothing();
    queue.offer(first);
    queue.offer(second);
    assertThat(queue.take()).isSameAs(second);
    assertThat(queue.take()).isSameAs(first);
  }

  @Test
  void aFullQueueTakesNoMore() {
    assertThat(queue.offer(new Nothing())).isTrue();
    assertThat(queue.offer(new Nothing())).isTrue();
    assertThat(queue.offer(new Nothing())).isFalse();
  }

  @Test
  void itEndsWhenTheLastTakenTaskIsDone() throws InterruptedException {
    queue.offer(new Nothing());
    queue.take();
    queue.done();
    assertThat(queue.take()).isNull();
    assertThat(queue.offer(new Nothing())).isFalse();
  }

  @Test
  void anAbortedQueueGivesBackWhatWaited() throws InterruptedException {
    var task = new Nothing();
    queue.offer(task);
    assertThat(queue.abort()).containsExactly(task);
    assertThat(queue.take()).isNull();
  }

  private static final class Nothing implements Task {
    @Override
    public @Nullable Task advance(Workspace workspace) {
      return null;
    }

    @Override
    public void drop() {}

    @Override
    public void abort() {}
  }
}
