package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.api.MirrorException;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Name;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Seeds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where blocks can be shared, a new version of a large file changes only what differs. */
@Tag("full")
final class OverlayTest {
  private static final int MIB = 1 << 20;
  private static final int SECTOR_BYTES = 512;
  private static final int SECTORS_WRITTEN = 6;
  private static final int VERSIONS = 40;

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "btrfs"})
  void whateverTheOldVersionWasTheNewOneIsWhole(String type) throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    long seed = Seeds.some(1).findFirst().orElseThrow();
    var chance = new Random(seed);
    try (Mounted mounted = Machine.loopMounted(type, 400);
        ReplicaTree tree = new LinuxTreeProvider().openReplica(mounted.folder());
        ReplicaDirectory folder = tree.openRoot()) {
      Path file = mounted.folder().resolve("file");
      byte[] old = new byte[12 * MIB];
      chance.nextBytes(old);
      Files.write(file, old);
      for (int version = 0; version < VERSIONS; version++) {
        byte[] now = changed(old, chance);
        put(folder, now, chance);
        assertThat(Arrays.mismatch(Files.readAllBytes(file), now))
            .as("seed %d, version %d of %d bytes", seed, version, now.length)
            .isEqualTo(-1);
        old = now;
      }
    }
  }

  /** Shorter, longer or as long; here and there another byte, a stretch of them, or all anew. */
  private static byte[] changed(byte[] old, Random chance) {
    int length =
        switch (chance.nextInt(4)) {
          case 0 -> MIB + chance.nextInt(12 * MIB);
          case 1 -> old.length + chance.nextInt(10_000);
          default -> old.length;
        };
    byte[] now = Arrays.copyOf(old, length);
    if (chance.nextInt(8) == 0) {
      chance.nextBytes(now);
    }
    for (int count = chance.nextInt(20); count > 0; count--) {
      int at = chance.nextInt(length);
      int end = Math.min(length, at + 1 + chance.nextInt(chance.nextBoolean() ? 1 : 100_000));
      for (int place = at; place < end; place++) {
        now[place]++;
      }
    }
    return now;
  }

  private static void put(ReplicaDirectory folder, byte[] content, Random chance)
      throws IOException {
    Name name = Name.of("file");
    try (ReadableFile old = folder.openFile(name);
        StagedFile staged = folder.stageFile(name, content.length)) {
      assertThat(staged.beginWith(old)).isTrue();
      for (int at = 0; at < content.length; ) {
        int part = Math.min(content.length - at, 1 + chance.nextInt(300_000));
        staged.write(content, at, part);
        at += part;
      }
      staged.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "btrfs"})
  void whatIsTheSameIsNotWrittenAgain(String type) throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    Path elsewhere = Files.createTempDirectory("lockstep-source");
    try (Mounted mounted = Machine.loopMounted(type, 400)) {
      Roots roots =
          new Roots(elsewhere, Files.createDirectory(mounted.folder().resolve("replica")));
      byte[] content = new byte[48 * MIB];
      new Random(1).nextBytes(content);
      Files.write(elsewhere.resolve("large"), content);
      mirror(roots);
      Path replica = roots.replica().resolve("large");
      assertThat(Files.mismatch(elsewhere.resolve("large"), replica)).isEqualTo(-1);
      content[30 * MIB]++;
      Files.write(elsewhere.resolve("large"), content);
      Machine.run("sync", "-f", mounted.folder().toString());
      long before = written(mounted);
      mirror(roots);
      Machine.run("sync", "-f", mounted.folder().toString());
      assertThat(written(mounted) - before).isLessThan(4L * MIB);
      assertThat(Files.mismatch(elsewhere.resolve("large"), replica)).isEqualTo(-1);
    } finally {
      Files.deleteIfExists(elsewhere.resolve("large"));
      Files.delete(elsewhere);
    }
  }

  @Test
  void anOldVersionThatTheDiskDoesNotGiveBackIsWrittenAnew() throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    Path elsewhere = Files.createTempDirectory("lockstep-source");
    try (Mounted mounted = Machine.loopMounted("btrfs", 400)) {
      Roots roots =
          new Roots(elsewhere, Files.createDirectory(mounted.folder().resolve("replica")));
      Path source = elsewhere.resolve("large");
      byte[] content = new byte[4 * MIB];
      new Random(2).nextBytes(content);
      Files.write(source, content);
      mirror(roots);
      Machine.run("sync", "-f", mounted.folder().toString());
      damage(mounted.image(), Arrays.copyOfRange(content, 2 * MIB, 2 * MIB + 4096));
      content[MIB]++;
      Files.write(source, content);
      mirror(roots);
      assertThat(Files.mismatch(source, roots.replica().resolve("large"))).isEqualTo(-1);
    } finally {
      Files.deleteIfExists(elsewhere.resolve("large"));
      Files.delete(elsewhere);
    }
  }

  /** Changes the one block that holds this, below the file system, whose checksum tells. */
  private static void damage(Path image, byte[] block) throws IOException {
    try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
      byte[] found = new byte[block.length];
      for (long at = 0; at < disk.length(); at += block.length) {
        disk.seek(at);
        disk.readFully(found);
        if (Arrays.equals(found, block)) {
          disk.seek(at);
          disk.write(~found[0]);
          return;
        }
      }
    }
    throw new AssertionError("the block is not to be found");
  }

  private static void mirror(Roots roots) throws MirrorException {
    var report =
        Runs.mirror(new LinuxTreeProvider(), roots.options(), new Recorder(), new Cancellation());
    assertThat(report.isExact()).isTrue();
  }

  /** How many bytes the disk was given. */
  private static long written(Mounted mounted) throws IOException {
    String counts = Files.readString(mounted.sysfs().resolve("stat"));
    return Long.parseLong(counts.strip().split("\\s+", -1)[SECTORS_WRITTEN]) * SECTOR_BYTES;
  }
}
