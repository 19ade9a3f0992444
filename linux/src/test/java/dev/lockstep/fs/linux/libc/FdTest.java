package dev.lockstep.fs.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class FdTest {
  @Test
  void theLastOwnerClosesTheDescriptor() {
    Fd first = open();
    int number = first.number();
    Fd second = first.share();
    Fd third = second.share();
    first.close();
    third.close();
    assertThat(second.number()).isEqualTo(number);
    assertThat(isOpen(number)).isTrue();
    second.close();
    assertThat(isOpen(number)).isFalse();
  }

  @Test
  void closingTwiceClosesOnce() {
    Fd fd = open();
    Fd other = fd.share();
    fd.close();
    fd.close();
    assertThat(fd.release()).isZero();
    assertThat(isOpen(other.number())).isTrue();
    other.close();
    try (Fd reused = open()) {
      other.close();
      fd.close();
      assertThat(isOpen(reused.number())).isTrue();
    }
  }

  @Test
  void anOwnerThatHasClosedTellsNoNumberAndSharesNothing() {
    Fd fd = open();
    try (Fd other = fd.share()) {
      fd.close();
      assertThatThrownBy(fd::number)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("descriptor " + other.number() + " was given up");
      assertThatThrownBy(fd::share).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void releaseTellsWhyCloseFailed() {
    assertThat(new Fd(Integer.MAX_VALUE).release()).isEqualTo(-Errno.EBADF);
  }

  @Test
  void aFailedOpenIsNoDescriptor() {
    assertThatThrownBy(() -> new Fd(-Errno.ENOENT)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ownersOnManyThreadsCloseItOnce() throws Exception {
    for (int round = 0; round < 50; round++) {
      Fd fd = open();
      int number = fd.number();
      List<Thread> threads = new ArrayList<>();
      CountDownLatch start = new CountDownLatch(1);
      for (int i = 0; i < 4; i++) {
        Fd own = fd.share();
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try (own) {
                    start.await();
                    own.share().close();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      fd.close();
      assertThat(isOpen(number)).isTrue();
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(isOpen(number)).isFalse();
    }
  }

  private static Fd open() {
    long path = Scratch.ofThisThread().path().put("/dev/null".getBytes(StandardCharsets.UTF_8));
    int flags = Constants.O_RDONLY | Constants.O_CLOEXEC;
    return new Fd(Libc.openat(Constants.AT_FDCWD, path, flags, 0));
  }

  private static boolean isOpen(int number) {
    return Libc.fstatfs(number, Scratch.ofThisThread().statfs()) == 0;
  }
}
