package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.linux.MirrorProcess.Outcome;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees deeper than a process may have files open, or than a path may be long; and a wide one. */
@Tag("full")
@Timeout(300)
final class LimitsTest {
  private static final int USUAL_FILES = 1_024;
  private static final int DEEP = 5_000;
  private static final int MANY = 500_000;

  @TempDir private Path home;

  private Roots roots;

  @BeforeEach
  void open() {
    roots = Roots.in(home);
  }

  /** Paths of such a length are nothing for those who delete temporary folders. */
  @AfterEach
  void deleteTrees() throws IOException {
    Machine.run("rm", "-rf", roots.source().toString(), roots.replica().toString());
  }

  @Test
  void fiveThousandLevelsAreMadeComparedAndDeleted() throws Exception {
    makeDeep(roots.source(), DEEP);
    Outcome first = MirrorProcess.withOpenFiles(USUAL_FILES, roots.source(), roots.replica());
    assertThat(first.problems()).isEmpty();
    assertThat(first.isExact()).isTrue();
    assertThat(listing(roots.replica())).isEqualTo(listing(roots.source()));
    Outcome second = MirrorProcess.withOpenFiles(USUAL_FILES, roots.source(), roots.replica());
    assertThat(second.problems()).isEmpty();
    assertThat(second.actions()).isEmpty();
    Machine.run("rm", "-rf", roots.source().resolve("d").toString());
    Outcome third = MirrorProcess.withOpenFiles(USUAL_FILES, roots.source(), roots.replica());
    assertThat(third.problems()).isEmpty();
    assertThat(third.isExact()).isTrue();
    assertThat(roots.replica()).isEmptyDirectory();
  }

  @Test
  void aFolderOfManyEntriesIsMadeComparedAndEmptied() throws Exception {
    try (Mounted mounted = Machine.loopMounted("tmpfs", 2_000)) {
      Path source = Files.createDirectory(mounted.folder().resolve("source"));
      Path replica = mounted.folder().resolve("replica");
      for (int i = 0; i < MANY; i++) {
        Files.createFile(source.resolve("entry-" + i));
      }
      assertThat(mirror(source, replica).counts().created()).isEqualTo(MANY + 1);
      assertThat(mirror(source, replica).counts().actions()).isZero();
      Path empty = Files.createDirectory(mounted.folder().resolve("empty"));
      assertThat(mirror(empty, replica).counts().deleted()).isEqualTo(MANY);
    }
  }

  private static MirrorReport mirror(Path source, Path replica) throws Exception {
    MirrorReport report =
        Runs.mirror(
            new LinuxTreeProvider(),
            MirrorOptions.of(source, replica).withDeletionLimit(DeletionLimit.NO_LIMIT),
            MirrorListener.NONE,
            new Cancellation());
    assertThat(report.isExact()).isTrue();
    return report;
  }

  /** The folders on the way down a tree of this depth are kept open, on both sides. */
  @ParameterizedTest
  @ValueSource(ints = {32, 64, 128})
  void tooFewOpenFilesAreToldAndNothingIsDeletedForIt(int fewFiles) throws Exception {
    makeDeep(roots.source(), 200);
    for (int i = 0; i < 100; i++) {
      Files.createDirectories(roots.source().resolve("wide" + i + "/in"));
      Files.writeString(roots.source().resolve("wide" + i + "/in/file"), "text");
    }
    Machine.run("cp", "-a", roots.source().toString(), roots.replica().toString());
    Machine.run("touch", roots.replica().resolve("wide7/in/file").toString());
    Machine.run("rm", roots.replica().resolve("wide8/in/file").toString());
    List<String> before = paths(roots.replica());

    Outcome outcome = MirrorProcess.withOpenFiles(fewFiles, roots.source(), roots.replica());

    assertThat(outcome.isExact()).isFalse();
    assertThat(Stream.concat(outcome.problems().stream(), outcome.refusals().stream()))
        .isNotEmpty()
        .allMatch(what -> what.contains("too many open files; raise the limit with ulimit -n"));
    assertThat(outcome.actions()).noneMatch(action -> action.startsWith("delete"));
    assertThat(paths(roots.replica())).containsAll(before);
    assertThat(MirrorProcess.withOpenFiles(USUAL_FILES, roots.source(), roots.replica()).isExact())
        .isTrue();
    assertThat(listing(roots.replica())).isEqualTo(listing(roots.source()));
  }

  private static List<String> paths(Path root) throws IOException {
    return Machine.run("find", root.toString()).lines().toList();
  }

  /** A digest of depth, name, type, mode and time of each; of paths nobody wants to read. */
  private static String listing(Path root) throws IOException {
    return Machine.run(
        "sh",
        "-c",
        "cd \"$1\" && find . -printf '%d %f %y %m %T@\\n' | sha256sum",
        "sh",
        root.toString());
  }

  /** From the bottom upwards, since no path that is short leads down there. */
  private static void makeDeep(Path at, int levels) throws IOException {
    Files.createDirectory(at);
    Path deep = Files.createDirectory(at.resolve("d"));
    Path above = at.resolve("above");
    Files.writeString(deep.resolve("file"), "the deepest");
    for (int level = 1; level < levels; level++) {
      Files.createDirectory(above);
      Files.writeString(above.resolve("file"), "level " + level);
      Files.move(deep, above.resolve("d"));
      Files.move(above, deep);
    }
  }
}
