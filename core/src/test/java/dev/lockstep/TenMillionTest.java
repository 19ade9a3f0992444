package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.SyntheticTree;
import dev.lockstep.testkit.TenMillionMarch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A march over ten million entries in a heap of 64 MB, in a process of its own. */
@Tag("full")
class TenMillionTest {
  private static final SyntheticTree TREE = TenMillionMarch.TREE;

  @Test
  void theTreeHasTenMillionEntries() {
    assertThat(TREE.entries()).isEqualTo(10_009_001);
  }

  @Test
  void anUnchangedTreeIsMarchedThrough() throws Exception {
    assertThat(march("unchanged"))
        .contains("exact true", "entries " + TREE.entries(), "actions 0", "problems []")
        .contains("swallowed files 0", "swallowed folders 0", "removals 0");
  }

  @Test
  void aNewTreeIsCopied() throws Exception {
    assertThat(march("copy"))
        .contains("exact true", "entries " + TREE.entries(), "created " + TREE.entries())
        .contains("bytes " + TREE.bytes(), "problems []", "removals 0")
        .contains("swallowed files " + TREE.fileCount(), "swallowed bytes " + TREE.bytes())
        .contains("swallowed folders " + (TREE.entries() - TREE.fileCount()));
  }

  private static String[] march(String what) throws IOException {
    String printed =
        Machine.run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            TenMillionMarch.class.getName(),
            what);
    System.out.println("ten million entries, " + what + ": " + printed.replace("\n", "; "));
    return printed.split("\n", -1);
  }
}
