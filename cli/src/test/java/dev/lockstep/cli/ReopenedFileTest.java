package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReopenedFileTest {
  @TempDir Path folder;
  private final List<String> failures = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private boolean hasRoom;

  @Test
  void writesToTheOldFileUntilItIsAskedForTheNewOne() throws IOException {
    Path log = folder.resolve("log");
    try (var file = reopened(log, () -> LogFile.append(log))) {
      write(file, "one ");
      Path rotated = Files.move(log, folder.resolve("log.1"));
      write(file, "two ");
      file.reopen();
      write(file, "three");

      assertThat(rotated).hasContent("one two ");
      assertThat(log).hasContent("three");
    }
  }

  @Test
  void keepsTheOldFileUntilTheNewOneCanBeHad() throws IOException {
    Path log = folder.resolve("log");
    try (var file = reopened(log, () -> openIfThereIsRoom(log))) {
      Path rotated = Files.move(log, folder.resolve("log.1"));
      file.reopen();
      write(file, "one ");
      now = now.plus(ReopenedFile.PAUSE);
      write(file, "two ");
      hasRoom = true;
      write(file, "three");
      now = now.plus(ReopenedFile.PAUSE);
      write(file, "four ");
      write(file, "five");

      assertThat(rotated).hasContent("one two three");
      assertThat(log).hasContent("four five");
      assertThat(failures).containsExactly("no room");
    }
  }

  @Test
  void triesAtOnceWhereItIsAskedAgain() throws IOException {
    Path log = folder.resolve("log");
    try (var file = reopened(log, () -> openIfThereIsRoom(log))) {
      Files.delete(log);
      file.reopen();
      write(file, "lost with the old file");
      hasRoom = true;
      file.reopen();
      write(file, "kept");
    }
    assertThat(log).hasContent("kept");
  }

  private OutputStream openIfThereIsRoom(Path log) throws IOException {
    if (!hasRoom) {
      throw new IOException("no room");
    }
    return LogFile.append(log);
  }

  private ReopenedFile reopened(Path log, ReopenedFile.Opener opener) throws IOException {
    return new ReopenedFile(
        LogFile.append(log), opener, () -> now, failure -> failures.add(failure.getMessage()));
  }

  private static void write(OutputStream file, String text) throws IOException {
    file.write(text.getBytes(UTF_8));
  }
}
