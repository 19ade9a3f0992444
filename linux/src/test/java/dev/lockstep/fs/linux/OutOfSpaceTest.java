package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.nio.NioTreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replica on a disk that is nearly full. */
@Tag("full")
@Timeout(120)
final class OutOfSpaceTest {
  private static final int MIB = 1024 * 1024;
  private static final int DISK_MIB = 40;

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({"tmpfs, Linux", "ext4, Linux", "tmpfs, portable", "ext4, portable"})
  void manyReplacementsFitThatDoNotFitAtOnce(String type, String backend) throws Exception {
    try (Mounted disk = Machine.loopMounted(type, DISK_MIB)) {
      Path source = Files.createDirectory(home.resolve("source"));
      Path replica = Files.createDirectory(disk.folder().resolve("replica"));
      for (int i = 0; i < 5; i++) {
        write(source.resolve("file" + i), 'n', 4);
        write(replica.resolve("file" + i), 'o', 4);
      }
      fillUpTo(disk.folder(), 7);

      MirrorReport report = mirror(source, replica, backend);

      assertThat(report.problems()).isEmpty();
      assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs, Linux", "ext4, Linux", "tmpfs, portable"})
  void whatFitsAfterTheDeletionsArrives(String type, String backend) throws Exception {
    try (Mounted disk = Machine.loopMounted(type, DISK_MIB)) {
      Path source = Files.createDirectory(home.resolve("source"));
      Path replica = Files.createDirectory(disk.folder().resolve("replica"));
      write(source.resolve("large"), 'n', 12);
      write(source.resolve("small"), 'n', 1);
      write(replica.resolve("gone"), 'o', 12);
      fillUpTo(disk.folder(), 4);

      MirrorReport report = mirror(source, replica, backend);

      assertThat(report.problems()).isEmpty();
      assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs, Linux", "ext4, Linux", "tmpfs, portable"})
  void whatDoesNotFitIsSaidWithTheFiguresAndTheOldVersionKept(String type, String backend)
      throws Exception {
    try (Mounted disk = Machine.loopMounted(type, DISK_MIB)) {
      Path source = Files.createDirectory(home.resolve("source"));
      Path replica = Files.createDirectory(disk.folder().resolve("replica"));
      write(source.resolve("large"), 'n', 12);
      write(replica.resolve("large"), 'o', 12);
      write(source.resolve("small"), 'n', 1);
      fillUpTo(disk.folder(), 4);

      MirrorReport report = mirror(source, replica, backend);

      assertThat(report.problems())
          .extracting(Problem::toString)
          .singleElement()
          .asString()
          .startsWith("large: does not fit: it needs 12,582,912 bytes and ")
          .contains(" are free; its old version of 12,582,912 bytes is kept; make room");
      assertThat(replica.resolve("small")).exists();
      assertThat(Files.readAllBytes(replica.resolve("large"))).startsWith('o').endsWith('o');
      try (Stream<Path> entries = Files.list(replica)) {
        assertThat(entries).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"tmpfs, Linux", "ext4, portable"})
  void theNextRunDoesNotFillTheDiskAgainWithWhatDoesNotFit(String type, String backend)
      throws Exception {
    try (Mounted disk = Machine.loopMounted(type, DISK_MIB)) {
      Path source = Files.createDirectory(home.resolve("source"));
      Path replica = Files.createDirectory(disk.folder().resolve("replica"));
      write(source.resolve("large"), 'n', 12);
      fillUpTo(disk.folder(), 4);
      var options =
          MirrorOptions.of(source, replica).withStateDirectory(home.resolve("state")).withJobs(1);
      assertThat(mirror(options, backend, Gate.OPEN).problemCount()).isEqualTo(1);
      var writes = new AtomicInteger();
      Gate counting =
          operation -> {
            if (operation.is(Operation.Side.REPLICA, Operation.Verb.WRITE, "large")) {
              writes.incrementAndGet();
            }
          };

      MirrorReport again = mirror(options, backend, counting);
      assertThat(writes).hasValue(0);
      Files.delete(disk.folder().resolve("others"));
      MirrorReport fits = mirror(options, backend, counting);

      assertThat(again.problems())
          .extracting(Problem::toString)
          .singleElement()
          .asString()
          .startsWith("large: does not fit: it needs 12,582,912 bytes and ");
      assertThat(fits.isExact()).isTrue();
      assertThat(writes.get()).isPositive();
      assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    }
  }

  private static MirrorReport mirror(MirrorOptions options, String backend, Gate gate)
      throws Exception {
    var roots = new Roots(options.source(), options.replica());
    var guarded = new FaultyProvider(provider(backend), roots, gate);
    return Runs.mirror(guarded, options, MirrorListener.NONE, new Cancellation());
  }

  private static TreeProvider provider(String backend) {
    return backend.equals("portable") ? new NioTreeProvider() : new LinuxTreeProvider();
  }

  private static MirrorReport mirror(Path source, Path replica, String backend) throws Exception {
    var options = MirrorOptions.of(source, replica).withJobs(1);
    return Runs.mirror(provider(backend), options, MirrorListener.NONE, new Cancellation());
  }

  private static void write(Path file, char content, int mib) throws IOException {
    byte[] bytes = new byte[mib * MIB];
    Arrays.fill(bytes, (byte) content);
    Files.write(file, bytes);
  }

  /** Leaves so many MiB of the disk free. */
  private static void fillUpTo(Path folder, int freeMib) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace() / MIB;
    write(folder.resolve("others"), 'x', (int) (free - freeMib));
  }
}
