package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.ChangeFeedContract;
import dev.lockstep.testkit.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the feeds of Linux keep besides. */
abstract class LinuxFeedContract extends ChangeFeedContract {
  private static final String LONG_NAME = "n".repeat(250);
  private static final int LEVELS = 20;

  @Test
  void foldersThatExchangeTheirNamesAreToldByTheirNewOnes() throws IOException {
    Path one = Files.createDirectories(root().resolve("one"));
    Path other = Files.createDirectories(root().resolve("folder/other"));
    Path file = Files.writeString(root().resolve("file"), "text");
    Files.createDirectory(one.resolve("in one"));
    Files.createDirectory(other.resolve("in other"));
    begin();
    assertThat(new Exchange(one, other).happens()).isTrue();
    heard().hearTree("one");
    heard().hearTree("folder/other");
    assertIsHeard("one/in other", "folder/other/in one");
    assertThat(new Exchange(other, file).happens()).isTrue();
    heard().hearTree("file");
    heard().hearEntry("folder/other");
    assertIsHeard("one/in other", "file/in one");
    assertThat(new Exchange(file, one).happens()).isTrue();
    heard().hearTree("file");
    heard().hearTree("one");
    assertIsHeard("file/in other", "one/in one");
  }

  private void assertIsHeard(String... folders) throws IOException {
    for (String folder : folders) {
      forgetUntilNow();
      Files.writeString(root().resolve(folder).resolve("file"), folder);
      heard().hear(folder + "/file");
      assertNothingIsToldBut(folder);
    }
  }

  private void assertNothingIsToldBut(String folder) {
    assertThat(heard().trees()).isEmpty();
    assertThat(heard().paths())
        .allSatisfy(path -> assertThat(path.toString()).startsWith(folder + "/"));
  }

  @Test
  void whatChangesTooDeepForAPathIsTold() throws IOException {
    try {
      String enter = "mkdir -p " + LONG_NAME + " && cd " + LONG_NAME;
      var deep = new StringBuilder("cd " + root());
      deep.append((" && " + enter).repeat(LEVELS));
      Machine.run("bash", "-c", deep.toString());
      begin();
      Machine.run("bash", "-c", deep + " && echo text > file");
      heard().hear((LONG_NAME + "/").repeat(LEVELS) + "file");
    } finally {
      Machine.run("rm", "-rf", root().resolve(LONG_NAME).toString());
    }
  }
}
