package dev.lockstep.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.testkit.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordLogTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 100_000})
  void recordsComeOutAsTheyWentInHoweverManyThereAre(int count) throws IOException {
    List<String> read = new ArrayList<>();
    try (var log = new RecordLog(folder)) {
      for (int i = 0; i < count; i++) {
        String record = "record " + i + " of some length";
        log.add(out -> out.writeUTF(record));
      }
      assertThat(log.count()).isEqualTo(count);
      log.forEach(in -> read.add(in.readUTF()));
    }
    assertThat(read)
        .containsExactlyElementsOf(
            IntStream.range(0, count).mapToObj(i -> "record " + i + " of some length").toList());
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  @Tag("full")
  void whatDidNotFitOnTheDiskIsNotReadBackInPieces() throws IOException {
    assumeTrue(Machine.isRoot(), "only root can mount");
    Machine.run("mount", "-t", "tmpfs", "-o", "size=8m", "none", folder.toString());
    try {
      int refused = 0;
      List<Integer> read = new ArrayList<>();
      Path blocker = Files.write(folder.resolve("blocker"), new byte[6_500_000]);
      try (var log = new RecordLog(folder)) {
        for (int i = 0; i < 300_000; i++) {
          int number = i;
          try {
            log.add(out -> {
              out.writeInt(number);
              out.writeLong(0);
            });
          } catch (IOException e) {
            refused++;
            Files.deleteIfExists(blocker);
          }
        }
        assertThat(refused).isEqualTo(1);
        log.forEach(in -> {
          read.add(in.readInt());
          in.readLong();
        });
      }
      assertThat(read).containsExactlyElementsOf(IntStream.range(0, 300_000).boxed().toList());
    } finally {
      Machine.run("umount", folder.toString());
    }
  }
}
