package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.digest.Workspace;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.DigestAlgorithm;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WorkCrewTest {
  private final WorkQueue queue = new WorkQueue(100);
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void oneTaskNeedsOneWorker() {
    queue.offer(new Deed(() -> {}));
    workOff(4);
    assertThat(workers).hasSize(1);
    assertThat(asked).hasValue(0);
  }

  @Test
  void moreTasksHaveMoreWorkersStartUntilThereAreEnough() {
    var together = new CountDownLatch(3);
    Runnable meet =
        () -> {
          together.countDown();
          await(together);
        };
    queue.offer(
        new Deed(() -> {
          queue.offer(new Deed(meet));
          queue.offer(new Deed(meet));
          meet.run();
          for (int i = 0; i < 20; i++) {
            queue.offer(new Deed(() -> {}));
          }
        }));
    workOff(3);
    assertThat(workers).hasSize(3);
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatOneFailsWithEndsAllAndIsThrown() {
    queue.offer(
        new Deed(() -> {
          queue.offer(new Deed(() -> {}));
          throw new IllegalStateException("of one worker");
        }));
    assertThatThrownBy(() -> workOff(2)).hasMessage("of one worker");
    workers.forEach(worker -> assertThat(worker.isAlive()).isFalse());
  }

  private void workOff(int most) {
    new WorkCrew(
            queue,
            () -> {
              asked.incrementAndGet();
              return most;
            },
            () -> new Workspace(DigestAlgorithm.MD5),
            new Cancellation())
        .workOff();
    assertThat(queue.offer(new Deed(() -> {}))).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Something that is done at once. */
  private final class Deed implements Task {
    private final Runnable deed;

    Deed(Runnable deed) {
      this.deed = deed;
    }

    @Override
    public @Nullable Task advance(Workspace workspace) {
      workers.add(Thread.currentThread());
      deed.run();
      return null;
    }

    @Override
    public void drop() {}

    @Override
    public void abort() {}
  }
}
