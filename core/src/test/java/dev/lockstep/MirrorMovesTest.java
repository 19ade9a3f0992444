package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.DelegatingProvider;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was renamed in the source is renamed in the replica, and nothing is copied for it. */
class MirrorMovesTest {
  @TempDir Path home;

  private Roots roots;

  @BeforeEach
  void mirrorOnce() throws Exception {
    roots = Roots.in(home);
    root(
            file("a", "text of a"),
            file("b", "text of b!"),
            file("c", "text of c!!"),
            file("log", "newest"),
            file("log.1", "newer"),
            file("log.2", "new"),
            file("one", "text"),
            hardLink("one too", "one"),
            folder(
                "d",
                file("f", "text of f"),
                file("g", "text of g!"),
                folder("sub", file("h", "text of h"), folder("deep", file("i", "text of i")))),
            folder("e", file("j", "text of j"), folder("sub", file("k", "text of k"))))
        .writeTo(roots.source());
    assertThat(mirror().isExact()).isTrue();
  }

  /**
   * What may become of names.
   *
   * @param moves how many that is
   * @param bytes how many have to be copied
   * @param changesFolders whether entries come into a moved folder or go from it, so that only its
   *     birth tells it from another one that got its inode's number
   */
  record Case(String what, int moves, long bytes, boolean changesFolders, Change change) {
    Case(String what, int moves, long bytes, Change change) {
      this(what, moves, bytes, false, change);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("file", 1, 0, at -> rename(at, "a", "z")),
        new Case("file into a folder", 1, 0, at -> rename(at, "a", "d/a")),
        new Case("file over another", 1, 0, at -> rename(at, "a", "b")),
        new Case(
            "file into a new folder",
            1,
            0,
            at -> {
              Files.createDirectories(at.resolve("new/er"));
              rename(at, "a", "new/er/a");
            }),
        new Case("swap of files", 2, 0, at -> swap(at, "a", "b")),
        new Case("swap across folders", 2, 0, at -> swap(at, "a", "d/f")),
        new Case(
            "cycle of files",
            3,
            0,
            at -> {
              rename(at, "a", "x");
              rename(at, "b", "a");
              rename(at, "c", "b");
              rename(at, "x", "c");
            }),
        new Case(
            "chain of files",
            2,
            0,
            at -> {
              rename(at, "b", "z");
              rename(at, "a", "b");
            }),
        new Case(
            "log rotation",
            2,
            "fresh".length(),
            at -> {
              rename(at, "log.1", "log.2");
              rename(at, "log", "log.1");
              Files.writeString(at.resolve("log"), "fresh");
            }),
        new Case("folder", 1, 0, at -> rename(at, "d", "z")),
        new Case("folder into another", 1, 0, at -> rename(at, "d", "e/d")),
        new Case(
            "folder into a new one",
            1,
            0,
            at -> {
              Files.createDirectory(at.resolve("new"));
              rename(at, "d", "new/d");
            }),
        new Case("swap of folders", 6, 0, at -> swap(at, "d", "e")),
        new Case(
            "folder with changes inside",
            1,
            "text of l".length() + "another f".length(),
            true,
            at -> {
              rename(at, "d", "z");
              Files.writeString(at.resolve("z/l"), "text of l");
              Files.writeString(at.resolve("z/f"), "another f");
              Files.delete(at.resolve("z/g"));
            }),
        new Case(
            "folder out of one that is moved",
            2,
            0,
            true,
            at -> {
              rename(at, "d/sub", "s");
              rename(at, "d", "z");
            }),
        new Case(
            "folder within one that is moved",
            2,
            0,
            true,
            at -> {
              rename(at, "d", "z");
              rename(at, "z/sub", "z/other");
            }),
        new Case(
            "file out of a folder that is moved",
            2,
            0,
            true,
            at -> {
              rename(at, "d/f", "f");
              rename(at, "d", "z");
            }),
        new Case(
            "file within a folder that is moved",
            2,
            0,
            true,
            at -> {
              rename(at, "d", "z");
              rename(at, "z/f", "z/sub/f");
            }),
        new Case(
            "folder whose name a file took",
            1,
            "file".length(),
            at -> {
              rename(at, "d", "z");
              Files.writeString(at.resolve("d"), "file");
            }),
        new Case(
            "folder whose name a new folder took",
            1,
            "text of f".length(),
            at -> {
              rename(at, "d", "z");
              Files.createDirectory(at.resolve("d"));
              Files.writeString(at.resolve("d/f"), "TEXT of f");
            }),
        new Case(
            "file whose name a folder took",
            1,
            "inner".length(),
            at -> {
              rename(at, "a", "z");
              Files.createDirectory(at.resolve("a"));
              Files.writeString(at.resolve("a/inner"), "inner");
            }),
        new Case(
            "moved and changed",
            0,
            "changed".length(),
            at -> {
              rename(at, "a", "z");
              Files.writeString(at.resolve("z"), "changed");
            }),
        new Case(
            "copied",
            0,
            "text of a".length(),
            at -> Files.copy(at.resolve("a"), at.resolve("z"), StandardCopyOption.COPY_ATTRIBUTES)),
        new Case("one of two names", 0, 0, at -> rename(at, "one", "two")));
  }

  /** Where a name that was left has another entry, which may have been dealt with before. */
  static Stream<Case> takenNames() {
    return Stream.of(
        new Case(
            "folder into one that is moved, and a new folder in its place",
            3,
            2L * "TEXT of f".length(),
            true,
            at -> {
              rename(at, "e", "z");
              rename(at, "d", "z/d");
              Files.createDirectory(at.resolve("d"));
              Files.writeString(at.resolve("d/f"), "TEXT of f");
            }),
        new Case(
            "folder into one that is moved, and a file in its place",
            4,
            "file".length(),
            true,
            at -> {
              rename(at, "e", "z");
              rename(at, "d", "z/d");
              Files.writeString(at.resolve("d"), "file");
            }),
        new Case(
            "file into a folder that is moved, and a folder in its place",
            1,
            "text of a".length() + "inner".length(),
            true,
            at -> {
              rename(at, "e", "z");
              rename(at, "a", "z/a");
              Files.createDirectory(at.resolve("a"));
              Files.writeString(at.resolve("a/inner"), "inner");
            }),
        new Case(
            "file, and an equal one in its place",
            0,
            "text of a".length(),
            at -> {
              Files.copy(at.resolve("a"), at.resolve("x"), StandardCopyOption.COPY_ATTRIBUTES);
              rename(at, "a", "z");
              rename(at, "x", "a");
            }),
        new Case(
            "folder out of one that is moved, and a new folder in its place",
            2,
            "text of q".length(),
            true,
            at -> {
              rename(at, "d/sub", "s");
              rename(at, "d", "z");
              Files.createDirectory(at.resolve("d"));
              Files.writeString(at.resolve("d/q"), "text of q");
            }));
  }

  @ParameterizedTest
  @MethodSource("takenNames")
  void whatTookANameIsMirroredToo(Case what) throws Exception {
    what.change.make(roots.source());

    MirrorReport report = mirror();

    assertThat(report.problems()).isEmpty();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    assertThat(mirror().counts().actions()).as("what is left to do").isZero();
    if (!what.changesFolders || tellsBirths()) {
      assertThat(report.counts().moved()).as("moves").isEqualTo(what.moves);
      assertThat(report.counts().bytesCopied()).as("bytes copied").isEqualTo(what.bytes);
    }
  }

  /** Changes the source. */
  @FunctionalInterface
  interface Change {
    void make(Path source) throws IOException;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingIsCopiedThatARenameCanBring(Case what) throws Exception {
    what.change.make(roots.source());
    List<String> foreseen = actions(options().withDryRun(true));

    List<String> done = new ArrayList<>();
    MirrorReport report = Runs.mirror(options(), recording(done));

    assertThat(report.problems()).isEmpty();
    assertThat(report.isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    if (!what.changesFolders || tellsBirths()) {
      assertThat(report.counts().moved()).as("moves").isEqualTo(what.moves);
      assertThat(report.counts().bytesCopied()).as("bytes copied").isEqualTo(what.bytes);
    }
    assertThat(foreseen).as("what a dry run foresees").isEqualTo(sorted(done));
    MirrorReport next = mirror();
    assertThat(next.counts().actions()).as("what is left to do").isZero();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void whatOnlyTheReplicaLostIsCopied() throws Exception {
    rename(roots.source(), "a", "z");
    Files.delete(roots.replica().resolve("a"));

    MirrorReport report = mirror();

    assertThat(report.counts().moved()).isZero();
    assertThat(report.isExact()).isTrue();
    assertThat(roots.replica().resolve("z")).hasContent("text of a");
  }

  @Test
  void whatWasChangedInTheReplicaIsMovedAndMended() throws Exception {
    rename(roots.source(), "a", "z");
    Files.writeString(roots.replica().resolve("a"), "TEXT of a");

    MirrorReport report = mirror();

    assertThat(report.isExact()).isTrue();
    assertThat(roots.replica().resolve("z")).hasContent("text of a");
  }

  @Test
  void whatWasChangedInTheReplicaBehindItsTimesIsMovedAndMended() throws Exception {
    rename(roots.source(), "a", "z");
    Path changed = roots.replica().resolve("a");
    var before = Files.getLastModifiedTime(changed);
    Files.writeString(changed, "TEXT of a");
    Files.setLastModifiedTime(changed, before);

    MirrorReport report = mirror();

    assertThat(report.isExact()).isTrue();
    assertThat(roots.replica().resolve("z")).hasContent("text of a");
  }

  @Test
  void onlyTheSourceIsReadOfWhatWasMoved() throws Exception {
    rename(roots.source(), "a", "z");
    rename(roots.source(), "d", "y");
    Faults counting = Faults.none();

    assertThat(mirror(counting).counts().moved()).isEqualTo(2);

    assertThat(counting.operations())
        .filteredOn(operation -> operation.verb() == Verb.OPEN_FILE)
        .containsExactly(new Operation(Side.SOURCE, Verb.OPEN_FILE, RelativePath.of("z")));
    assertThat(filesRead()).as("files read by the next run").isEmpty();
  }

  private List<Operation> filesRead() throws Exception {
    Faults counting = Faults.none();
    assertThat(mirror(counting).isExact()).isTrue();
    return counting.operations().stream()
        .filter(operation -> operation.verb() == Verb.OPEN_FILE)
        .toList();
  }

  @Test
  void withoutDeletionsTheOldNameStays() throws Exception {
    rename(roots.source(), "a", "z");

    MirrorReport report = Runs.mirror(options().withDeletes(false), MirrorListener.NONE);

    assertThat(report.counts().moved()).isZero();
    assertThat(roots.replica().resolve("a")).hasContent("text of a");
    assertThat(roots.replica().resolve("z")).hasContent("text of a");
  }

  @Test
  void whatWasMountedInAMovedFolderAndIsNotThereAnyMoreStaysWhereItIs() throws Exception {
    var disk = FileSystemIdentity.ofUuid("5f3c", "ext4 5f3c");
    var mounted = new Mounted(backend(), new NestedMount(RelativePath.of("d/sub"), disk));
    Runs.mirror(mounted, options(), MirrorListener.NONE, new Cancellation());
    Files.delete(roots.source().resolve("d/sub/deep/i"));
    Files.delete(roots.source().resolve("d/sub/deep"));
    Files.delete(roots.source().resolve("d/sub/h"));
    rename(roots.source(), "d", "z");

    MirrorReport report = mirror();

    assertThat(report.problems()).extracting(Problem::path).contains(RelativePath.of("d/sub"));
    assertThat(roots.replica().resolve("d/sub/h")).hasContent("text of h");
    assertThat(roots.replica().resolve("d/sub/deep/i")).hasContent("text of i");
  }

  /** A backend that finds something mounted in the source. */
  private static final class Mounted extends DelegatingProvider {
    private final NestedMount mount;

    Mounted(TreeProvider inner, NestedMount mount) {
      super(inner);
      this.mount = mount;
    }

    @Override
    public RootState inspect(Path root) throws IOException {
      return root.endsWith("source") && super.inspect(root) instanceof RootState.Folder folder
          ? new RootState.Folder(
              folder.realPath(),
              folder.id(),
              folder.readable(),
              folder.writable(),
              folder.regions(),
              folder.fileSystem(),
              List.of(mount),
              folder.mountPoint())
          : super.inspect(root);
    }
  }

  @Test
  void whatAFailedFlushLeftInDoubtIsCopiedWhereverItGoes() throws Exception {
    Files.writeString(roots.source().resolve("d/new"), "new");
    Faults flushes = Faults.whenever(operation -> operation.verb() == Verb.FLUSH);
    assertThat(mirror(flushes).isExact()).isFalse();
    rename(roots.source(), "d", "z");

    MirrorReport report = mirror();

    assertThat(report.isExact()).isTrue();
    assertThat(report.counts().moved()).isZero();
    assertThat(report.counts().bytesCopied()).isGreaterThanOrEqualTo("new".length());
  }

  @Test
  void whatMayNotBeOnTheDiskTakesNoOldVersionsPlace() throws Exception {
    Files.writeString(roots.source().resolve("a"), "another a");
    Runs.mirror(options().withDurability(Durability.NONE), MirrorListener.NONE);
    rename(roots.source(), "a", "b");

    MirrorReport report = mirror();

    assertThat(report.isExact()).isTrue();
    assertThat(report.counts().bytesCopied()).isEqualTo("another a".length());
  }

  @Test
  void whatWasKeptOfALongRunMeanwhileHidesNoMove() throws Exception {
    Files.writeString(roots.source().resolve("new"), "new");
    rename(roots.source(), "d", "e/d");
    var clock = new StillClock();
    var slow =
        new MirrorListener() {
          @Override
          public void action(ActionDone done) {
            clock.advance(Duration.ofMinutes(4));
          }
        };

    MirrorReport report = Runs.engine(backend(), clock).run(options(), slow, new Cancellation());

    assertThat(report.isExact()).isTrue();
    assertThat(report.counts().moved()).isEqualTo(1);
    assertThat(mirror().counts().actions()).as("what is left to do").isZero();
  }

  @Test
  void aFolderThatMuchHasLeftIsListedNoMoreOftenForThat() throws Exception {
    for (int i = 0; i < 30; i++) {
      Files.writeString(roots.source().resolve("e/n" + i), "text of n" + i);
    }
    assertThat(mirror().isExact()).isTrue();
    for (int i = 0; i < 30; i++) {
      rename(roots.source(), "e/n" + i, "e/m" + i);
    }

    Faults counting = Faults.none();
    assertThat(mirror(counting).counts().moved()).isEqualTo(30);

    assertThat(counting.operations())
        .filteredOn(operation -> operation.is(Side.SOURCE, Verb.LIST, "e"))
        .hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aStagedNameThatCannotBeRemovedSparesAllElse() throws Exception {
    swap(roots.source(), "a", "b");
    Files.writeString(roots.source().resolve("d/new"), "new");
    Faults faults =
        Faults.whenever(operation ->
            operation.is(Side.REPLICA, Verb.CLOSE_STAGED, "a")
                || operation.is(Side.REPLICA, Verb.COMMIT, "a"));

    MirrorReport report = mirror(faults);

    faults.assertReached();
    assertThat(report.problems()).extracting(Problem::path).containsOnly(RelativePath.of("a"));
    assertThat(roots.replica().resolve("b")).hasContent("text of a");
    assertThat(mirror().isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  private static void rename(Path at, String from, String to) throws IOException {
    Files.move(at.resolve(from), at.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void swap(Path at, String one, String other) throws IOException {
    rename(at, one, "swapped");
    rename(at, other, one);
    rename(at, "swapped", other);
  }

  private List<String> actions(MirrorOptions options) throws Exception {
    List<String> heard = new ArrayList<>();
    Runs.mirror(options, recording(heard));
    return sorted(heard);
  }

  private static MirrorListener recording(List<String> heard) {
    return new MirrorListener() {
      @Override
      public void action(ActionDone done) {
        heard.add(done.action().word() + " " + done.path() + " (" + done.action().reason() + ")");
      }
    };
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted(Comparator.naturalOrder()).toList();
  }

  private boolean tellsBirths() throws IOException {
    return Runs.backend(roots.source()).inspect(roots.source()) instanceof RootState.Folder folder
        && folder.id().birth() != null;
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> all = Files.walk(roots.replica())) {
      return all.filter(path -> path.getFileName().toString().startsWith(".lockstep-")).toList();
    }
  }

  private MirrorOptions options() {
    return roots.options().withStateDirectory(home.resolve("state"));
  }

  private TreeProvider backend() {
    return Runs.backend(roots.source());
  }

  private MirrorReport mirror(Faults faults) throws Exception {
    var guarded = new FaultyProvider(backend(), roots, faults);
    return Runs.mirror(guarded, options(), MirrorListener.NONE, new Cancellation());
  }

  private MirrorReport mirror() throws Exception {
    return Runs.mirror(options(), MirrorListener.NONE);
  }
}
