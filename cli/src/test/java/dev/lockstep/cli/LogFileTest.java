package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path folder;

  @Test
  void isMadeWithItsFoldersAndAppendedTo() throws Exception {
    Path file = folder.resolve("a/b/log");

    try (OutputStream first = open(file, "one")) {
      first.write("two\n".getBytes(US_ASCII));
    }
    try (OutputStream second = open(file, "three")) {
      second.flush();
    }

    assertThat(file).hasContent("one\ntwo\nthree\n");
  }

  @Test
  void mustBeAPlaceThatCanBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertRefused(folder, "it is a folder");
    assertRefused(file.resolve("log"), "what should be its folder is none");
    assertRefused(folder.resolve("n".repeat(300)), "File name too long");
  }

  private static OutputStream open(Path file, String firstLine) throws UsageException {
    return LogFile.open(file, firstLine, () -> LogFile.append(file));
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> open(file, "one"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "The log file "
                + file
                + " cannot be written: "
                + reason
                + "; name another place for it.");
  }
}
