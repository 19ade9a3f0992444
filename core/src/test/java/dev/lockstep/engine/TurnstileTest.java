package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final int WORKERS = 3;

  private final Turnstile turnstile = new Turnstile();
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final CountDownLatch all = new CountDownLatch(WORKERS);

  @Test
  void whoIsAloneIsLetInBetweenTwoEntriesAndFindsNobodyAtWork() throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(Thread.ofPlatform().start(this::work));
    }
    all.await(); // None of them leaves before it has been stopped.
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      turnstile.alone(Long.MAX_VALUE, () -> seen.add(atWork.get()));
    }
    isOver.set(true);
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(seen).hasSize(100).containsOnly(0);
  }

  @Test
  void whoIsAloneDoesNotWaitForLongForThoseWhoWorkOn() throws InterruptedException {
    var isIn = new CountDownLatch(1);
    var mayGo = new CountDownLatch(1);
    Thread worker =
        Thread.ofPlatform()
            .start(() -> {
              turnstile.enter();
              isIn.countDown();
              try {
                mayGo.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              } finally {
                turnstile.leave();
              }
            });
    isIn.await();
    assertThat(
            turnstile.alone(
                1,
                () -> {
                  throw new AssertionError("somebody is at work");
                }))
        .isFalse();
    mayGo.countDown();
    worker.join();
    assertThat(turnstile.alone(1, () -> {})).isTrue();
  }

  @Test
  void whatAFolderInWorkHoldsIsInWork() {
    RelativePath folder = RelativePath.of("folder");
    RelativePath file = RelativePath.of("folder/file");
    turnstile.begin(folder);
    turnstile.begin(RelativePath.of("other/file"));
    assertThat(turnstile.isInWork(file)).isTrue();
    assertThat(turnstile.isInWork(RelativePath.of("other/file"))).isTrue();
    assertThat(turnstile.isInWork(RelativePath.of("other/another"))).isFalse();
    turnstile.end(folder);
    assertThat(turnstile.isInWork(file)).isFalse();
  }

  private void work() {
    turnstile.enter();
    all.countDown();
    while (!isOver.get()) {
      atWork.incrementAndGet();
      atWork.decrementAndGet();
      turnstile.passBy();
    }
    turnstile.leave();
  }
}
