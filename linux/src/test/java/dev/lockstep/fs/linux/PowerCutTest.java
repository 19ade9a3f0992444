package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.nio.NioTreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that loses its power at random operations of a run. Right before, another program has the
 * journal written, as happens every few seconds: so names are on the disk whose content is not.
 */
@Tag("full")
@Timeout(300)
final class PowerCutTest {
  private static final int MOMENTS = Integer.getInteger("lockstep.tests.power.cuts", 15);
  private static final int SIZE_MIB = 400;
  private static final int FILE_BYTES = 20_000;
  private static final int UPDATED = 30;
  private static final int OTHERS = 6;
  private static final long SEED = 20_261_123;

  @TempDir private Path home;

  private Path source;
  private TreeProvider provider = new LinuxTreeProvider();

  @ParameterizedTest
  @CsvSource({
    "ext4, SAFE, Linux",
    "xfs, SAFE, Linux",
    "ext4, STRICT, Linux",
    "xfs, STRICT, Linux",
    "xfs, SAFE, portable",
    "xfs, STRICT, portable"
  })
  void noOldVersionIsLostAndTheNextRunIsExact(String type, Durability durability, String backend)
      throws Exception {
    provider = backend.equals("portable") ? new NioTreeProvider() : new LinuxTreeProvider();

    assertThat(damagedByCuts(type, durability)).isEmpty();
  }

  /** Else the other tests would prove nothing. */
  @ParameterizedTest
  @ValueSource(strings = "xfs")
  void withoutAnyFlushOldVersionsAreLost(String type) throws Exception {
    assertThat(damagedByCuts(type, Durability.NONE)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void whatARunHasReportedExactIsOnTheDisk(String type) throws Exception {
    makeSource();
    try (Mounted mounted = Machine.loopMounted(type, SIZE_MIB)) {
      Path replica = makeReplica(mounted.folder(), 0);
      MirrorReport report = mirror(replica, Durability.SAFE, Gate.OPEN);
      mounted.cutPower();
      mounted.mountAgain();

      assertThat(report.isExact()).isTrue();
      assertThat(TreeComparer.mirror(source, replica)).isEmpty();
    }
  }

  private List<String> damagedByCuts(String type, Durability durability) throws Exception {
    makeSource();
    List<String> damaged = new ArrayList<>();
    var random = new Random(SEED);
    try (Mounted mounted = Machine.loopMounted(type, SIZE_MIB)) {
      Counter counter = new Counter();
      mirror(makeReplica(mounted.folder(), 0), durability, counter);
      for (int i = 1; i <= MOMENTS; i++) {
        Path replica = makeReplica(mounted.folder(), i);
        var cut = new Cut(mounted, random.nextInt(counter.count));
        mirror(replica, durability, cut);
        assertThat(cut.isDone).as("the run came to operation " + cut.at).isTrue();
        mounted.mountAgain();
        damaged.addAll(damage(replica, durability, "cut at operation " + cut.at));
        assertThat(mirror(replica, durability, Gate.OPEN).isExact()).isTrue();
        assertThat(TreeComparer.mirror(source, replica)).isEmpty();
      }
    }
    return damaged;
  }

  private void makeSource() throws IOException {
    source = Files.createDirectory(home.resolve("source"));
    for (int i = 0; i < UPDATED; i++) {
      write(source.resolve("updated" + i), 'n');
    }
    for (int i = 0; i < OTHERS; i++) {
      write(source.resolve("new" + i), 'n');
      Path folder = Files.createDirectory(source.resolve("was-file" + i));
      write(folder.resolve("inside"), 'n');
      Files.createSymbolicLink(source.resolve("was-file-too" + i), Path.of("anywhere"));
      write(source.resolve("was-link" + i), 'n');
    }
  }

  private static Path makeReplica(Path folder, int number) throws IOException {
    Path replica = Files.createDirectory(folder.resolve("replica" + number));
    for (int i = 0; i < UPDATED; i++) {
      write(replica.resolve("updated" + i), 'o');
    }
    for (int i = 0; i < OTHERS; i++) {
      write(replica.resolve("was-file" + i), 'o');
      write(replica.resolve("was-file-too" + i), 'o');
      Files.createSymbolicLink(replica.resolve("was-link" + i), Path.of("old"));
      write(replica.resolve("gone" + i), 'o');
    }
    Machine.run("sync", "-f", folder.toString());
    return replica;
  }

  private static void write(Path file, char content) throws IOException {
    byte[] bytes = new byte[FILE_BYTES];
    Arrays.fill(bytes, (byte) content);
    Files.write(file, bytes);
  }

  private MirrorReport mirror(Path replica, Durability durability, Gate gate) throws Exception {
    var roots = new Roots(source, replica);
    var guarded = new FaultyProvider(provider, roots, gate);
    var options = MirrorOptions.of(source, replica).withDurability(durability);
    return Runs.mirror(guarded, options, MirrorListener.NONE, new Cancellation());
  }

  /** The entries that are neither as they were nor as they are to be. */
  private static List<String> damage(Path replica, Durability durability, String when)
      throws IOException {
    List<String> damaged = new ArrayList<>();
    try (Stream<Path> all = Files.walk(replica)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path shown = replica.relativize(path);
        boolean isStaged = shown.toString().contains(".lockstep-");
        boolean mayBeTorn = durability != Durability.STRICT && shown.toString().startsWith("new");
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            && !isStaged
            && !mayBeTorn
            && !isWhole(path)) {
          damaged.add(when + ": " + shown + " of " + Files.size(path) + " bytes");
        }
      }
    }
    for (int i = 0; i < UPDATED; i++) {
      if (!Files.exists(replica.resolve("updated" + i))) {
        damaged.add(when + ": updated" + i + " is missing");
      }
    }
    return damaged;
  }

  private static boolean isWhole(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length != FILE_BYTES) {
      return false;
    }
    byte first = bytes[0];
    for (byte each : bytes) {
      if (each != first) {
        return false;
      }
    }
    return first == 'o' || first == 'n';
  }

  /** Counts the operations that change the replica. */
  private static final class Counter implements Gate {
    private int count;

    @Override
    public synchronized void before(Operation operation) {
      if (operation.verb().writes()) {
        count++;
      }
    }
  }

  /** Cuts the power before one of the operations that change the replica. */
  private static final class Cut implements Gate {
    private final Mounted mounted;
    private final int at;
    private int count;
    private boolean isDone;

    Cut(Mounted mounted, int at) {
      this.mounted = mounted;
      this.at = at;
    }

    @Override
    public synchronized void before(Operation operation) {
      if (!operation.verb().writes() || count++ != at) {
        return;
      }
      try {
        Path other = mounted.folder().resolve("of-another-program");
        try (var channel =
            FileChannel.open(other, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.wrap(new byte[] {1}));
          channel.force(true);
        }
        mounted.cutPower();
        isDone = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
