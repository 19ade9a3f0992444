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
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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
  private static final String STAGED = ".lockstep-";
  private static final Path OLD_TARGET = Path.of("old");
  private static final Path NEW_TARGET = Path.of("anywhere");

  @TempDir private Path home;

  private Path source;
  private TreeProvider provider = new LinuxTreeProvider();

  @ParameterizedTest
  @CsvSource({
    "ext4, SAFE, Linux",
    "xfs, SAFE, Linux",
    "ext4, STRICT, Linux",
    "xfs, STRICT, Linux",
    "ext4, SAFE, portable",
    "xfs, SAFE, portable",
    "ext4, STRICT, portable",
    "xfs, STRICT, portable"
  })
  void noOldVersionIsLostAndTheNextRunIsExact(String type, Durability durability, String backend)
      throws Exception {
    provider = provider(backend);

    assertThat(damagedByCuts(type, durability)).isEmpty();
  }

  /** Else the other tests would prove nothing. */
  @ParameterizedTest
  @ValueSource(strings = "xfs")
  void withoutAnyFlushOldVersionsAreLost(String type) throws Exception {
    assertThat(damagedByCuts(type, Durability.NONE)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, SAFE, Linux",
    "xfs, SAFE, Linux",
    "ext4, STRICT, Linux",
    "xfs, STRICT, Linux",
    "ext4, SAFE, portable",
    "xfs, SAFE, portable",
    "ext4, STRICT, portable",
    "xfs, STRICT, portable"
  })
  void whatARunHasReportedExactIsOnTheDisk(String type, Durability durability, String backend)
      throws Exception {
    provider = provider(backend);
    makeSource();
    try (Mounted mounted = Machine.loopMounted(type, SIZE_MIB)) {
      Path replica = makeReplica(mounted.folder(), 0);

      assertExactAfterCut(mounted, replica, durability);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, SAFE, Linux",
    "xfs, SAFE, Linux",
    "ext4, STRICT, Linux",
    "xfs, STRICT, Linux",
    "ext4, SAFE, portable",
    "xfs, SAFE, portable",
    "ext4, STRICT, portable",
    "xfs, STRICT, portable"
  })
  void changesOfMetadataAloneAreOnTheDiskToo(String type, Durability durability, String backend)
      throws Exception {
    provider = provider(backend);
    makeSource();
    try (Mounted mounted = Machine.loopMounted(type, SIZE_MIB)) {
      Path replica = makeReplica(mounted.folder(), 0);
      assertThat(mirror(replica, durability, Gate.OPEN).isExact()).isTrue();
      Machine.run("sync", "-f", mounted.folder().toString());
      Path file = source.resolve("kept0/inside");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx--x--x"));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_123L));

      assertExactAfterCut(mounted, replica, durability);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, SAFE, Linux",
    "xfs, SAFE, Linux",
    "ext4, STRICT, Linux",
    "xfs, STRICT, Linux",
    "ext4, SAFE, portable",
    "xfs, SAFE, portable",
    "ext4, STRICT, portable",
    "xfs, STRICT, portable"
  })
  void whatIsOnAnotherDiskWithinTheReplicaIsOnThatDisk(
      String type, Durability durability, String backend) throws Exception {
    provider = provider(backend);
    makeSource();
    Path replica = Files.createDirectory(home.resolve("replica"));
    Path point = Files.createDirectory(replica.resolve("new-folder0"));
    try (Mounted other = Machine.loopMounted(type, SIZE_MIB)) {
      Path there = Files.createDirectory(other.folder().resolve("there"));
      write(there.resolve("inside"), 'o');
      Machine.run("sync", "-f", there.toString());
      try (Closeable _ = Machine.mount(there, point, "--bind")) {
        assertThat(mirror(replica, durability, Gate.OPEN).isExact()).isTrue();
        other.cutPower();
      }
      other.mountAgain();

      assertThat(TreeComparer.mirror(source.resolve("new-folder0"), there)).isEmpty();
    }
  }

  private static TreeProvider provider(String backend) {
    return backend.equals("portable") ? new NioTreeProvider() : new LinuxTreeProvider();
  }

  private void assertExactAfterCut(Mounted mounted, Path replica, Durability durability)
      throws Exception {
    MirrorReport report = mirror(replica, durability, Gate.OPEN);
    mounted.cutPower();
    mounted.mountAgain();

    assertThat(report.isExact()).isTrue();
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
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
      Files.createSymbolicLink(source.resolve("was-file-too" + i), NEW_TARGET);
      write(source.resolve("was-link" + i), 'n');
      write(source.resolve("was-folder" + i), 'n');
      Path below = Files.createDirectories(source.resolve("new-folder" + i + "/below"));
      write(below.resolveSibling("inside"), 'n');
      write(below.resolve("deep"), 'n');
      write(source.resolve("touched" + i), 'o');
      Files.setPosixFilePermissions(
          source.resolve("touched" + i), PosixFilePermissions.fromString("rwx--x--x"));
    }
    write(Files.createDirectory(source.resolve("kept0")).resolve("inside"), 'o');
  }

  private static Path makeReplica(Path disk, int number) throws IOException {
    Path replica = Files.createDirectory(disk.resolve("replica" + number));
    for (int i = 0; i < UPDATED; i++) {
      write(replica.resolve("updated" + i), 'o');
    }
    for (int i = 0; i < OTHERS; i++) {
      write(replica.resolve("was-file" + i), 'o');
      write(replica.resolve("was-file-too" + i), 'o');
      Files.createSymbolicLink(replica.resolve("was-link" + i), OLD_TARGET);
      write(replica.resolve("touched" + i), 'o');
      Path folder = Files.createDirectory(replica.resolve("was-folder" + i));
      write(folder.resolve("inside"), 'o');
      write(replica.resolve("gone" + i), 'o');
    }
    write(Files.createDirectory(replica.resolve("kept0")).resolve("inside"), 'o');
    Machine.run("sync", "-f", disk.toString());
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
  private List<String> damage(Path replica, Durability durability, String when) throws IOException {
    List<String> damaged = new ArrayList<>();
    try (Stream<Path> all = Files.walk(replica)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path shown = replica.relativize(path);
        boolean isStaged = shown.toString().contains(STAGED);
        boolean mayBeTorn = durability != Durability.STRICT && shown.toString().startsWith("new");
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            && !isStaged
            && !mayBeTorn
            && !isWhole(path)) {
          damaged.add(when + ": " + shown + " of " + Files.size(path) + " bytes");
        }
      }
    }
    lost(replica).forEach(name -> damaged.add(when + ": " + name + " is lost"));
    return damaged;
  }

  /** The names that lead neither to their old version nor to their new one, whole. */
  private List<String> lost(Path replica) throws IOException {
    Predicate<Path> old = path -> isWhole(path, 'o');
    Predicate<Path> fresh = path -> isWhole(path, 'n');
    Predicate<Path> oldFolder = path -> isWhole(path.resolve("inside"), 'o');
    Predicate<Path> freshFolder = path -> isWhole(path.resolve("inside"), 'n');
    List<String> lost = new ArrayList<>(lost(replica, "updated", UPDATED, old.or(fresh)));
    lost.addAll(lost(replica, "touched", OTHERS, old));
    lost.addAll(lost(replica, "kept", 1, oldFolder));
    lost.addAll(lost(replica, "was-file-too", OTHERS, old.or(path -> isLink(path, NEW_TARGET))));
    lost.addAll(lost(replica, "was-link", OTHERS, fresh.or(path -> isLink(path, OLD_TARGET))));
    Predicate<Path> between = isBetween(replica);
    lost.addAll(lost(replica, "was-file", OTHERS, old.or(freshFolder).or(between)));
    // What a folder held is deleted when the file is on the disk, be it under its staged name yet.
    lost.addAll(lost(replica, "was-folder", OTHERS, fresh.or(Files::isDirectory).or(between)));
    return lost;
  }

  /**
   * Where names are not exchanged in one step, that of a folder and a file is missing for a moment,
   * in which both have a staged one.
   */
  private Predicate<Path> isBetween(Path replica) throws IOException {
    if (!(provider instanceof NioTreeProvider)) {
      return _ -> false;
    }
    try (Stream<Path> entries = Files.list(replica)) {
      List<Path> staged =
          entries.filter(entry -> String.valueOf(entry.getFileName()).contains(STAGED)).toList();
      boolean isFileStaged = staged.stream().anyMatch(PowerCutTest::isWhole);
      boolean isFolderStaged = staged.stream().anyMatch(Files::isDirectory);
      return path ->
          isFileStaged && isFolderStaged && Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static List<String> lost(Path replica, String names, int count, Predicate<Path> isKept) {
    return IntStream.range(0, count)
        .mapToObj(i -> names + i)
        .filter(name -> !isKept.test(replica.resolve(name)))
        .toList();
  }

  private static boolean isWhole(Path file) {
    return isWhole(file, 'o') || isWhole(file, 'n');
  }

  /** Whether it is a file of this content to its end; false too if it is none. */
  private static boolean isWhole(Path file, char content) {
    byte[] whole = new byte[FILE_BYTES];
    Arrays.fill(whole, (byte) content);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Arrays.equals(Files.readAllBytes(file), whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLink(Path link, Path target) {
    try {
      return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
