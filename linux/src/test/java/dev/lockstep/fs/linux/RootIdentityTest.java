package dev.lockstep.fs.linux;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.engine.Engine;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootLock;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.RunRequests;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another disk in a root's place, or none, is noticed; by real file systems. */
@Tag("full")
final class RootIdentityTest {
  private static final int SIZE_MIB = 128;
  private static final int XFS_MIB = 320;

  @TempDir private Path home;

  private final LinuxTreeProvider provider = new LinuxTreeProvider();
  private final Engine engine = Runs.engine(provider, new StillClock());
  private final Deque<Closeable> open = new ArrayDeque<>();
  private Path source;
  private Path replica;

  @BeforeEach
  void makeRoots() throws IOException {
    home = home.toRealPath();
    source = Files.createDirectory(home.resolve("source"));
    replica = Files.createDirectory(home.resolve("replica"));
  }

  @AfterEach
  void closeAll() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs"})
  void anUnmountedSourceIsRefused(String type) throws Exception {
    Mounted disk = disk(type);
    root(file("a", "text")).writeTo(disk.folder());
    try (Closeable _ = bind(disk.folder(), source)) {
      mirror();
    }
    assertRefused("The source " + source + " lies on", "is its disk mounted?");
    assertThat(replica.resolve("a")).hasContent("text");
    try (Closeable _ = bind(disk.folder(), source)) {
      assertThat(mirror().isExact()).isTrue();
    }
  }

  @Test
  void anUnmountedReplicaIsRefusedAlsoIfItsMountPointIsGone() throws Exception {
    Mounted disk = disk("ext4");
    root(file("a", "text")).writeTo(source);
    MirrorOptions below = options(source, replica.resolve("deep/mirror"));
    try (Closeable _ = bind(disk.folder(), replica)) {
      mirror(below);
    }
    assertRefused(below, "The replica " + replica.resolve("deep/mirror") + " lies on");
    Files.delete(replica);
    assertRefused(below, "The replica " + replica.resolve("deep/mirror") + " lies on");
    assertThat(replica).doesNotExist();
  }

  @Test
  void disksMayRotateOnceTheyAreAdopted() throws Exception {
    Mounted one = disk("ext4");
    Mounted other = disk("ext4");
    root(file("a", "text")).writeTo(source);
    try (Closeable _ = bind(one.folder(), replica)) {
      mirror();
    }
    try (Closeable _ = bind(other.folder(), replica)) {
      assertRefused("The replica " + replica + " lies on ext4", "lockstep adopt ");
      assertThat(engine.adopt(options(), adoption -> !adoption.isNeeded())).isFalse();
      assertRefused("The replica " + replica + " lies on ext4");
      assertThat(engine.adopt(options(), _ -> true)).isTrue();
      assertThat(mirror().isExact()).isTrue();
    }
    try (Closeable _ = bind(one.folder(), replica)) {
      assertThat(mirror().isExact()).isTrue();
      assertThat(engine.adopt(options(), _ -> true)).isFalse();
    }
  }

  @Test
  void aSnapshotOfBtrfsIsTheSameFileSystem() throws Exception {
    Mounted disk = disk("btrfs");
    Path volume = disk.folder().resolve("volume");
    Path snapshot = disk.folder().resolve("snapshot");
    Machine.run("btrfs", "subvolume", "create", volume.toString());
    root(file("a", "text")).writeTo(volume);
    Machine.run("btrfs", "subvolume", "snapshot", volume.toString(), snapshot.toString());
    try (Closeable _ = bind(volume, source)) {
      mirror();
    }
    try (Closeable _ = bind(snapshot, source)) {
      assertThat(mirror().isExact()).isTrue();
    }
  }

  @Test
  void whatCannotBeToldApartIsNeverRefused() throws Exception {
    Mounted one = disk("tmpfs");
    Mounted other = disk("tmpfs");
    root(file("a", "text")).writeTo(one.folder());
    root(file("b", "text")).writeTo(other.folder());
    try (Closeable _ = bind(one.folder(), source)) {
      mirror();
    }
    try (Closeable _ = bind(other.folder(), source)) {
      assertThat(mirror().isExact()).isTrue();
    }
  }

  @Test
  void anotherDeviceNumberIsStillTheSameFileSystem() throws Exception {
    Path image = home.resolve("image");
    Machine.run("truncate", "-s", SIZE_MIB + "M", image.toString());
    Machine.run("mkfs.ext4", "-q", "-F", image.toString());
    RootState.Folder before;
    try (Closeable _ = Machine.mount(image, replica, "-o", "loop")) {
      before = (RootState.Folder) provider.inspect(replica);
      root(file("a", "text")).writeTo(source);
      mirror();
    }
    String loop = Machine.run("losetup", "--find", "--show", image.toString()).strip();
    open.push(() -> Machine.run("losetup", "-d", loop));
    Path copy = home.resolve("copy");
    Files.copy(image, copy);
    try (Closeable _ = Machine.mount(copy, replica, "-o", "loop")) {
      RootState.Folder after = (RootState.Folder) provider.inspect(replica);
      assertThat(after.id().fileSystem()).isNotEqualTo(before.id().fileSystem());
      assertThat(after.fileSystem().key()).isEqualTo(before.fileSystem().key());
      assertThat(mirror().isExact()).isTrue();
    }
  }

  @Test
  void aSnapshotWhoseDeviceNumberChangesEachTimeIsNotReadAgain() throws Exception {
    Path disk = disk("btrfs").folder();
    Machine.run("btrfs", "subvolume", "create", disk.resolve("live").toString());
    root(file("a", "text"), folder("b", file("c", "text"))).writeTo(disk.resolve("live"));
    List<FileId> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path snapshot = disk.resolve("snapshot" + i);
      Machine.run(
          "btrfs",
          "subvolume",
          "snapshot",
          "-r",
          disk.resolve("live").toString(),
          snapshot.toString());
      try (Closeable _ = bind(snapshot, source)) {
        seen.add(((RootState.Folder) provider.inspect(source)).id());
        List<String> read = filesRead();
        if (i == 1) {
          assertThat(read).isEmpty();
        }
        if (i == 2) {
          assertThat(read).isNotEmpty().allMatch(path -> path.equals("b/c"));
        }
      }
      if (i == 1) {
        Files.writeString(disk.resolve("live/b/c"), "TEXT");
      }
    }
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(replica.resolve("b/c")).hasContent("TEXT");
  }

  @Test
  void whatIsProvenOfAMountIsStillKnownWhenItIsBack() throws Exception {
    Mounted disk = disk("ext4");
    root(folder("disk"), file("b", "text")).writeTo(source);
    root(file("a", "text")).writeTo(disk.folder());
    Path point = source.resolve("disk");
    try (Closeable _ = bind(disk.folder(), point)) {
      assertThat(filesRead()).contains("disk/a");
    }
    assertThat(filesRead()).isEmpty();
    try (Closeable _ = bind(disk.folder(), point)) {
      assertThat(filesRead()).isEmpty();
    }
  }

  private List<String> filesRead() throws Exception {
    List<String> read = new ArrayList<>();
    Gate reading =
        operation -> {
          if (operation.verb() == Verb.OPEN_FILE) {
            read.add(operation.path().toString());
          }
        };
    var counting = new FaultyProvider(provider, new Roots(source, replica), reading);
    Runs.mirror(counting, options(), MirrorListener.NONE, new Cancellation());
    return read;
  }

  @Test
  void aMountOfTheSourceThatIsGoneProtectsWhatTheReplicaHasOfIt() throws Exception {
    Mounted disk = disk("ext4");
    root(folder("disk"), file("gone", "text")).writeTo(source);
    root(file("a", "text")).writeTo(disk.folder());
    Path point = source.resolve("disk");
    try (Closeable _ = bind(disk.folder(), point)) {
      assertThat(mirror().isExact()).isTrue();
    }
    Files.delete(source.resolve("gone"));
    assertProtected(mirror());
    assertThat(replica.resolve("gone")).doesNotExist();

    Files.delete(point);
    assertProtected(mirror());

    Files.createDirectory(point);
    assertThat(engine.adopt(options(), _ -> true)).isTrue();
    assertThat(mirror().isExact()).isTrue();
    assertThat(replica.resolve("disk")).isEmptyDirectory();
  }

  private void assertProtected(MirrorReport report) {
    assertThat(report.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.path()).isEqualTo(RelativePath.of("disk")))
        .satisfies(problem -> assertThat(problem.cause()).isEqualTo(Problem.Cause.FAILED))
        .satisfies(problem -> assertThat(problem.message()).contains("lockstep adopt "));
    assertThat(replica.resolve("disk/a")).hasContent("text");
  }

  @Test
  void nothingIsDeletedIfTheSourceIsUnmountedDuringTheRun() throws Exception {
    Mounted disk = disk("ext4");
    root(file("a", "text")).writeTo(disk.folder());
    root(file("old", "text")).writeTo(replica);
    Closeable mount = bind(disk.folder(), source);

    List<Problem> problems = problemsIf("a", () -> unmountLazily(source));

    assertThat(replica.resolve("old")).hasContent("text");
    assertNothingIsDeleted(
        problems, "the source root is another folder by now, or its disk was unmounted");
    assertThatThrownBy(mount::close).isInstanceOf(IOException.class);
  }

  @Test
  void nothingIsDeletedIfTheReplicaIsUnmountedDuringTheRun() throws Exception {
    Mounted disk = disk("ext4");
    root(file("a", "text")).writeTo(source);
    root(file("old", "text")).writeTo(disk.folder());
    Closeable mount = bind(disk.folder(), replica);

    List<Problem> problems = problemsIf("a", () -> unmountLazily(replica));

    assertThat(disk.folder().resolve("a")).hasContent("text");
    assertThat(disk.folder().resolve("old")).hasContent("text");
    assertThat(replica).isEmptyDirectory();
    assertNothingIsDeleted(
        problems, "the replica root is another folder by now, or its disk was unmounted");
    assertThatThrownBy(mount::close).isInstanceOf(IOException.class);
  }

  @Test
  void nothingIsDeletedIfTheReplicaIsExchangedDuringTheRun() throws Exception {
    root(file("a", "text")).writeTo(source);
    root(file("old", "text")).writeTo(replica);
    Path away = home.resolve("away");

    List<Problem> problems = problemsIf("a", () -> exchangeReplica(away));

    assertThat(away.resolve("old")).hasContent("text");
    assertThat(replica.resolve("theirs")).hasContent("text");
    assertNothingIsDeleted(
        problems, "the replica root is another folder by now, or its disk was unmounted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"portable", "Linux"})
  void nothingIsDeletedIfTheReplicaIsExchangedBeforeItIsOpened(String backend) throws Exception {
    root(file("a", "text")).writeTo(source);
    root(file("old", "text")).writeTo(replica);
    Path away = home.resolve("away");
    Gate gate =
        operation -> {
          if (operation.is(Side.REPLICA, Verb.OPEN_TREE, "") && !Files.exists(away)) {
            exchangeReplica(away);
          }
        };
    TreeProvider inner = backend.equals("portable") ? Runs.portable() : provider;
    var heard = new Recorder();

    Runs.engine(new FaultyProvider(inner, new Roots(source, replica), gate), new StillClock())
        .run(options(), heard, new Cancellation());

    assertThat(away.resolve("old")).hasContent("text");
    assertThat(replica.resolve("theirs")).hasContent("text");
    assertNothingIsDeleted(heard.problems(), "the replica root was exchanged when the run began");
  }

  private void exchangeReplica(Path away) throws IOException {
    Files.move(replica, away);
    root(file("theirs", "text")).writeTo(replica);
  }

  /** The problems of a run in which something is done with disks after an action. */
  private List<Problem> problemsIf(String path, Work work) throws MirrorException {
    List<Problem> problems = new ArrayList<>();
    var listener =
        new MirrorListener() {
          @Override
          public void action(ActionDone done) {
            if (done.path().equals(RelativePath.of(path))) {
              try {
                work.run();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
          }

          @Override
          public void problem(Problem problem) {
            problems.add(problem);
          }
        };
    engine.run(options(), listener, new Cancellation());
    return problems;
  }

  private static void assertNothingIsDeleted(List<Problem> problems, String why) {
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).isEqualTo("nothing is deleted, since " + why));
  }

  private static void unmountLazily(Path folder) throws IOException {
    Machine.run("umount", "--lazy", folder.toString());
  }

  @Test
  void aReplicaLockedByWhomeverElseIsHeld() throws Exception {
    root(file("a", "text")).writeTo(source);
    try (ReplicaTree locked = provider.openReplica(replica)) {
      assertThat(locked.tryLock()).isEqualTo(new RootLock.Held());
      assertThatThrownBy(this::mirror)
          .isInstanceOfSatisfying(
              MirrorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.HELD))
          .hasMessageContaining("held by pid " + ProcessHandle.current().pid() + " since ");
      assertThat(replica).isEmptyDirectory();
    }
    assertThat(mirror().isExact()).isTrue();
  }

  @Test
  void rootsKnownTheOtherWayRoundAreRefusedUntilAdopted() throws Exception {
    root(file("a", "text")).writeTo(source);
    mirror();
    MirrorOptions swapped = options(replica, source);
    assertRefused(swapped, "are SOURCE and REPLICA swapped?");
    assertThat(engine.adopt(swapped, _ -> true)).isTrue();
    assertThat(mirror(swapped).isExact()).isTrue();
  }

  @Test
  void betweenTwoRunsBothRootsCanBeUnmountedAndStayClaimed() throws Exception {
    Mounted from = disk("ext4");
    Mounted to = disk("ext4");
    root(file("a", "text")).writeTo(from.folder());
    var clock =
        new BetweenRuns(() -> {
          Machine.run("umount", source.toString());
          Machine.run("umount", replica.toString());
          assertThatThrownBy(this::mirror)
              .isInstanceOfSatisfying(
                  MirrorException.class,
                  e -> assertThat(e.reason()).isIn(Reason.HELD, Reason.REFUSED));
          Machine.run("mount", "--bind", from.folder().toString(), source.toString());
          Machine.run("mount", "--bind", to.folder().toString(), replica.toString());
          assertHeld();
        });
    List<MirrorReport> reports = new ArrayList<>();
    var listener =
        new MirrorListener() {
          @Override
          public void runEnded(MirrorReport report) {
            reports.add(report);
          }
        };
    try (Closeable _ = bind(from.folder(), source);
        Closeable _ = bind(to.folder(), replica)) {
      Runs.engine(provider, clock)
          .every(Duration.ofMinutes(1), options(), listener, new Cancellation(), new RunRequests());
    }
    assertThat(reports).hasSize(2).allMatch(MirrorReport::isExact);
  }

  private void assertHeld() {
    assertThatThrownBy(this::mirror)
        .isInstanceOfSatisfying(
            MirrorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.HELD))
        .hasMessageStartingWith(
            "Another run holds the replica %s: held by pid %d since "
                .formatted(replica, ProcessHandle.current().pid()));
  }

  /** Does something after the first run, and ends after the second. */
  private static final class BetweenRuns extends StillClock {
    private final Work work;
    private int waits;

    BetweenRuns(Work work) {
      this.work = work;
    }

    @Override
    public boolean await(Duration time, Cancellation cancellation) {
      waits++;
      if (waits > 1) {
        return true;
      }
      try {
        work.run();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return false;
    }
  }

  /** Something that is done with disks. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private Mounted disk(String type) throws IOException {
    Mounted disk = Machine.loopMounted(type, type.equals("xfs") ? XFS_MIB : SIZE_MIB);
    open.push(disk);
    return disk;
  }

  private static Closeable bind(Path what, Path folder) throws IOException {
    return Machine.mount(what, folder, "--bind");
  }

  private MirrorOptions options() {
    return options(source, replica);
  }

  private MirrorOptions options(Path from, Path to) {
    return MirrorOptions.of(from, to).withStateDirectory(home.resolve("state"));
  }

  private MirrorReport mirror() throws MirrorException {
    return mirror(options());
  }

  private MirrorReport mirror(MirrorOptions options) throws MirrorException {
    return engine.run(options, MirrorListener.NONE, new Cancellation());
  }

  private void assertRefused(String... words) {
    assertRefused(options(), words);
  }

  private void assertRefused(MirrorOptions options, String... words) {
    assertThatThrownBy(() -> mirror(options))
        .isInstanceOfSatisfying(
            MirrorException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.REFUSED);
              assertThat(e.getMessage()).contains(words);
            });
  }
}
