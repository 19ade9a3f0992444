package dev.lockstep.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestingTest {
  private static final long SMALL = 0;
  private static final long LARGE = Digesting.LARGE_BYTES;

  private static Workspace workspace(DigestAlgorithm algorithm) {
    return new Workspace(algorithm, new Meter(), task -> Thread.ofPlatform().start(task));
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void aLargeFileHasTheDigestThatItHasInOnePiece(DigestAlgorithm algorithm) {
    byte[] content = new byte[5_000_003];
    new Random(1).nextBytes(content);
    Hasher whole = Hasher.of(algorithm);
    whole.update(content, 0, content.length);
    Digest expected = whole.finish();
    var workspace = workspace(algorithm);
    for (long size : new long[] {LARGE, SMALL, LARGE}) {
      assertThat(digest(content, size, workspace)).isEqualTo(expected);
    }
  }

  private static Digest digest(byte[] content, long size, Workspace workspace) {
    try (Digesting digesting = Digesting.of(size, workspace)) {
      for (int at = 0; at < content.length; ) {
        byte[] buffer = digesting.buffer();
        int length =
            Math.min(Math.min(buffer.length - at % 1000, buffer.length), content.length - at);
        System.arraycopy(content, at, buffer, 0, length);
        digesting.take(length);
        at += length;
      }
      return digesting.finish();
    }
  }

  /** And lets go of the workspace, which another file needs. */
  @ParameterizedTest
  @ValueSource(longs = {0, Digesting.LARGE_BYTES})
  void whatIsGivenUpEnds(long size) {
    var workspace = workspace(DigestAlgorithm.MD5);
    Digest expected = digest(new byte[100], SMALL, workspace);
    try (Digesting digesting = Digesting.of(size, workspace)) {
      for (int i = 0; i < 20; i++) {
        byte[] buffer = digesting.buffer();
        digesting.take(buffer.length);
      }
    }
    assertThat(digest(new byte[100], size, workspace)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Digesting.LARGE_BYTES})
  void aFailureReachesTheOwner(long size) {
    var workspace = workspace(DigestAlgorithm.MD5);
    assertThatThrownBy(
            () -> {
              try (Digesting digesting = Digesting.of(size, workspace)) {
                for (int i = 0; i < 20; i++) {
                  byte[] buffer = digesting.buffer();
                  digesting.take(buffer.length + 1);
                }
                digesting.finish();
              }
            })
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void anInterruptEndsNothingAndIsNotForgotten() {
    var workspace = workspace(DigestAlgorithm.MD5);
    byte[] content = new byte[3_000_000];
    Digest expected = digest(content, SMALL, workspace);
    Thread.currentThread().interrupt();
    assertThat(digest(content, LARGE, workspace)).isEqualTo(expected);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void withoutAThreadItIsHashedAllTheSame() {
    var workspace =
        new Workspace(
            DigestAlgorithm.MD5,
            new Meter(),
            task -> {
              throw new OutOfMemoryError("as the test asks");
            });
    assertThat(digest(new byte[100], LARGE, workspace))
        .isEqualTo(digest(new byte[100], SMALL, workspace));
  }

  @Test
  void anEmptyFileHasADigestToo() {
    var workspace = workspace(DigestAlgorithm.MD5);
    assertThat(digest(new byte[0], LARGE, workspace))
        .isEqualTo(digest(new byte[0], SMALL, workspace));
  }
}
