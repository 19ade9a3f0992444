package dev.lockstep.fs.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StreamingTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "6.18.44-generic, true",
    "6.16, true",
    "6.16.0-rc3, true",
    "10.0.1, true",
    "6.15.9, false",
    "5.10.0-28-amd64, false",
    "unknown, false"
  })
  void isUsedFromTheFirstSoundKernelOn(String release, boolean isSound) {
    assertThat(Streaming.isSound(release)).isEqualTo(isSound);
  }

  @Test
  void isForLargeFilesOnly() {
    assertThat(Streaming.isWorth(Streaming.WORTH_BYTES - 1)).isFalse();
    assertThat(Streaming.isWorth(Streaming.WORTH_BYTES))
        .isEqualTo(Streaming.isSound(System.getProperty("os.version")));
  }

  /** Or nothing is, where the file system cannot. */
  @Test
  void whatIsWrittenIsThere() throws IOException {
    byte[] content = new byte[100_001];
    new Random(1).nextBytes(content);
    long data = Scratch.ofThisThread().io();
    Path file = Files.createFile(folder.resolve("file"));
    boolean isWritten;
    try (Fd open = open(file, Constants.O_RDWR)) {
      Memory.copy(content, 0, content.length, data);
      isWritten = Streaming.writeAll(open.number(), data, 60_000, 0, file);
      assertThat(Streaming.writeAll(open.number(), data + 60_000, 40_001, 60_000, file))
          .isEqualTo(isWritten);
    }
    assertThat(file).hasBinaryContent(isWritten ? content : new byte[0]);
  }

  @Test
  void aFailureIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (Fd open = open(file, Constants.O_RDONLY)) {
      long data = Scratch.ofThisThread().io();
      assertThatThrownBy(() -> Streaming.writeAll(open.number(), data, 1, 0, "the file"))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("the file");
    }
  }

  private static Fd open(Path file, int flags) {
    long path = Scratch.ofThisThread().path().put(file.toString().getBytes(UTF_8));
    return new Fd(Libc.openat(Constants.AT_FDCWD, path, flags | Constants.O_CLOEXEC, 0));
  }
}
