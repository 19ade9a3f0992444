package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReopenedFileTest {
  @TempDir Path folder;

  @Test
  void writesToTheOldFileUntilItIsAskedForTheNewOne() throws IOException {
    Path log = folder.resolve("log");
    try (var file = new ReopenedFile(LogFile.append(log), () -> LogFile.append(log))) {
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
  void keepsTheOldFileWhereTheNewOneCannotBeHad() throws IOException {
    Path log = folder.resolve("log");
    ReopenedFile.Opener refusing =
        () -> {
          throw new IOException("no room");
        };
    try (var file = new ReopenedFile(LogFile.append(log), refusing)) {
      file.reopen();

      assertThatThrownBy(() -> write(file, "lost")).hasMessage("no room");
      write(file, "kept");
    }
    assertThat(log).hasContent("kept");
  }

  private static void write(OutputStream file, String text) throws IOException {
    file.write(text.getBytes(UTF_8));
  }
}
