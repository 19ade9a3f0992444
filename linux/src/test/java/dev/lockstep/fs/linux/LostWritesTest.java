package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A disk that promises more than it can keep: what it cannot take is lost when it is written back.
 */
@Tag("full")
@Timeout(60)
final class LostWritesTest {
  private static final int KEPT_MIB = 24;
  private static final long PROMISED_BYTES = 128L << 20;
  private static final int FITTING_BYTES = 1 << 20;
  private static final int LOST_BYTES = 64 << 20;

  @Test
  void whatAnEarlyFlushHasLostIsToldByTheFlushThatAsks() throws IOException {
    try (Mounted memory = Machine.loopMounted("tmpfs", KEPT_MIB)) {
      Path image = memory.folder().resolve("image");
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(PROMISED_BYTES);
      }
      Machine.run("mkfs.ext4", "-q", "-O", "^has_journal", image.toString());
      Path folder = Files.createDirectory(memory.folder().resolve("mounted"));
      Machine.run("mount", "-o", "loop", image.toString(), folder.toString());
      try (ReplicaTree replica = new LinuxTreeProvider().openReplica(folder)) {
        Files.write(folder.resolve("fits"), new byte[FITTING_BYTES]);
        replica.flushEarly();
        assertThatCode(replica::flush).doesNotThrowAnyException();

        Files.write(folder.resolve("lost"), new byte[LOST_BYTES]);
        replica.flushEarly();
        assertThatThrownBy(replica::flush).isInstanceOf(IOException.class);
      } finally {
        Machine.run("umount", folder.toString());
      }
    }
  }
}
