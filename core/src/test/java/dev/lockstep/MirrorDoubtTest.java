package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeSpec;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes at the worst moment, after which something could be deleted or torn. */
class MirrorDoubtTest {
  private int changes;

  @Test
  void aSourceThatIsUnmountedDuringTheRunDeletesNothing() throws Exception {
    try (Roots roots = Roots.inMemory()) {
      root(file("a", "text"), file("b", "text"), folder("c", file("d", "text")))
          .writeTo(roots.source());
      root(file("a", "text"), file("b", "text"), folder("c", file("d", "text")))
          .writeTo(roots.replica());
      Path source = roots.source();
      MirrorReport report =
          run(
              roots,
              once(
                  Side.SOURCE,
                  Verb.ENTRY,
                  "a",
                  () -> {
                    Files.move(source, source.resolveSibling("away"));
                    Files.createDirectory(source);
                  }));
      assertThat(Snapshot.of(roots.replica()).items()).containsOnlyKeys(".", "a", "b", "c", "c/d");
      assertThat(report.counts().deleted()).isZero();
      assertThat(report.isExact()).isFalse();
    }
  }

  @Test
  void aFolderOfTheSourceThatIsUnmountedDuringTheRunDeletesNothing() throws Exception {
    try (Roots roots = Roots.inMemory()) {
      TreeSpec.Folder tree = root(folder("f", file("a", "text"), file("b", "text")));
      tree.writeTo(roots.source());
      tree.writeTo(roots.replica());
      Path mounted = roots.source().resolve("f");
      MirrorReport report =
          run(
              roots,
              once(
                  Side.SOURCE,
                  Verb.ENTRY,
                  "f/a",
                  () -> {
                    Files.move(mounted, roots.source().resolveSibling("away"));
                    Files.createDirectory(mounted);
                  }));
      assertThat(Snapshot.of(roots.replica()).items()).containsOnlyKeys(".", "f", "f/a", "f/b");
      assertThat(report.counts().deleted()).isZero();
      assertThat(report.isExact()).isFalse();
    }
  }

  @Test
  void aFolderIsNotEmptiedForWhatCannotTakeItsPlace(@TempDir Path home) throws Exception {
    Roots roots = Roots.in(home);
    root(file("changing", "text")).writeTo(roots.source());
    root(folder("changing", file("old", "old"))).writeTo(roots.replica());
    Path changing = roots.source().resolve("changing");
    int[] looks = {0};
    MirrorReport report =
        run(
            roots,
            operation -> {
              if (operation.is(Side.SOURCE, Verb.ENTRY, "changing") && ++looks[0] == 2) {
                changes++;
                Files.delete(changing);
                Machine.run("mkfifo", changing.toString());
              }
            });
    assertThat(report.problemCount(Problem.Cause.UNSTABLE)).isEqualTo(1);
    assertThat(roots.replica().resolve("changing/old")).hasContent("old");
  }

  @Test
  void aFolderIsNotEmptiedForAFileThatCannotBeRead() throws Exception {
    try (Roots roots = Roots.inMemory()) {
      root(file("a", "text")).writeTo(roots.source());
      root(folder("a", file("old", "old"))).writeTo(roots.replica());
      Faults faults = Faults.whenever(operation -> operation.is(Side.SOURCE, Verb.OPEN_FILE, "a"));
      MirrorReport report = Runs.mirror(roots, faults, MirrorListener.NONE);
      faults.assertReached();
      assertThat(report.problemCount()).isEqualTo(1);
      assertThat(report.problems().getFirst().message()).startsWith("cannot be replaced: ");
      assertThat(roots.replica().resolve("a/old")).hasContent("old");
    }
  }

  @Test
  void aFileThatIsExchangedWhileItIsOpenedIsNotMixed() throws Exception {
    try (Roots roots = Roots.inMemory()) {
      root(file("changing", "first and long")).writeTo(roots.source());
      root(file("other", "other")).writeTo(roots.source().resolveSibling("beside"));
      Path other = roots.source().resolveSibling("beside").resolve("other");
      MirrorReport report =
          run(
              roots,
              once(
                  Side.SOURCE,
                  Verb.FILE_ENTRY,
                  "changing",
                  () ->
                      Files.move(
                          other,
                          roots.source().resolve("changing"),
                          StandardCopyOption.REPLACE_EXISTING)));
      assertThat(roots.replica().resolve("changing")).hasContent("other");
      assertThat(report.isExact()).isTrue();
    }
  }

  @Test
  void aFileThatVanishesWhileItIsReadIsNoFailure() throws Exception {
    try (Roots roots = Roots.inMemory()) {
      root(file("changing", "first")).writeTo(roots.source());
      root(file("changing", "old and longer")).writeTo(roots.replica());
      MirrorReport report =
          run(
              roots,
              once(
                  Side.SOURCE,
                  Verb.READ,
                  "changing",
                  () -> Files.delete(roots.source().resolve("changing"))));
      assertThat(report.problemCount(Problem.Cause.FAILED)).isZero();
      assertThat(roots.replica().resolve("changing")).doesNotExist();
    }
  }

  @Test
  void aFolderThatVanishesBeforeItIsOpenedIsNoFailure() throws Exception {
    try (Roots roots = Roots.inMemory()) {
      root(folder("changing", file("a", "text")), folder("new")).writeTo(roots.source());
      root(folder("changing", file("a", "text"))).writeTo(roots.replica());
      MirrorReport report =
          run(
              roots,
              operation -> {
                boolean isOpened =
                    operation.is(Side.SOURCE, Verb.OPEN_DIRECTORY, "changing")
                        || operation.is(Side.SOURCE, Verb.OPEN_DIRECTORY, "new");
                Path path = roots.source().resolve(operation.path().toString());
                if (isOpened && Files.exists(path)) {
                  changes++;
                  deleteTree(path);
                }
              });
      assertThat(report.problems()).isEmpty();
      assertThat(Snapshot.of(roots.replica()).items()).containsOnlyKeys(".");
    }
  }

  @Test
  void aLinkThatIsExchangedWhileItIsReadIsNotMixed() throws Exception {
    try (Roots roots = Roots.inMemory()) {
      root(symlink("changing", "first")).writeTo(roots.source());
      Path changing = roots.source().resolve("changing");
      Path copy = roots.replica().resolve("changing");
      MirrorReport report =
          run(
              roots,
              once(
                  Side.SOURCE,
                  Verb.READ_SYMLINK,
                  "changing",
                  () -> {
                    Files.delete(changing);
                    Files.createSymbolicLink(changing, changing.getFileSystem().getPath("other"));
                    Lstat.setModified(changing, TreeSpec.LONG_AGO.plusSeconds(9));
                  }));
      assertThat(report.isExact()).isTrue();
      assertThat(Files.readSymbolicLink(copy)).hasToString("other");
      assertThat(Lstat.of(copy).modified()).isEqualTo(Lstat.of(changing).modified());
    }
  }

  @Test
  void namesThatTheReplicaTakesForOneAreNotReportedAsExact() throws Exception {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
        FileSystem folding = Jimfs.newFileSystem(Configuration.osX())) {
      Path source = memory.getPath("/home/source");
      Path replica = Files.createDirectories(folding.getPath("/home/replica"));
      Roots roots = new Roots(source, replica);
      // Elsewhere the number of the one would be that of the other.
      Files.createDirectories(source.resolveSibling("other"));
      Files.createDirectories(source);
      Files.writeString(source.resolve("NAME"), "large");
      Files.writeString(source.resolve("name"), "small");
      MirrorReport report = Runs.mirror(roots.options(), MirrorListener.NONE);
      assertThat(report.isExact()).isFalse();
      assertThat(Runs.mirror(roots.options(), MirrorListener.NONE).isExact()).isFalse();
      assertThat(replica.resolve("NAME")).hasContent("large");
    }
  }

  @Test
  void aFolderIsNarrowedBeforeAnythingComesIntoIt() throws Exception {
    try (Roots roots = Roots.inMemory()) {
      root(folder("f", file("secret", "text")).mode(0700)).writeTo(roots.source());
      root(folder("f").mode(0755)).writeTo(roots.replica());
      int[] mode = {0};
      run(
          roots,
          operation -> {
            if (operation.is(Side.REPLICA, Verb.STAGE_FILE, "f/secret")) {
              changes++;
              mode[0] = Lstat.of(roots.replica().resolve("f")).mode();
            }
          });
      assertThat(mode[0]).isEqualTo(0700);
    }
  }

  @Test
  @Tag("full")
  void aMountWithinOneFileSystemIsNotEmptied(@TempDir Path home) throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    Roots roots = Roots.in(home);
    Path outside = home.resolve("outside");
    root(file("theirs", "text")).writeTo(outside);
    root(file("a", "text")).writeTo(roots.source());
    root(folder("mounted")).writeTo(roots.replica());
    Machine.run("mount", "--bind", outside.toString(), roots.replica() + "/mounted");
    try {
      MirrorReport report = Runs.mirror(roots.options(), MirrorListener.NONE);
      assertThat(outside.resolve("theirs")).hasContent("text");
      assertThat(report.isExact()).isFalse();
    } finally {
      Machine.run("umount", roots.replica() + "/mounted");
    }
  }

  @Test
  @Tag("full")
  void lostAndFoundOfTheSourcesFileSystemDoesNotKeepTheReplicas(@TempDir Path home)
      throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    Roots roots = Roots.in(home);
    Files.createDirectories(roots.source());
    Machine.run("mount", "-t", "tmpfs", "none", roots.source().toString());
    try {
      Files.createDirectory(roots.source().resolve("lost+found"));
      root(folder("lost+found", file("a", "text"))).writeTo(roots.replica());
      MirrorReport report = Runs.mirror(roots.options(), MirrorListener.NONE);
      assertThat(report.isExact()).isTrue();
      assertThat(roots.replica()).isEmptyDirectory();
    } finally {
      Machine.run("umount", roots.source().toString());
    }
  }

  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private MirrorReport run(Roots roots, Gate gate) throws Exception {
    MirrorReport report = Runs.mirror(roots, gate, MirrorListener.NONE);
    assertThat(changes).as("changes made").isPositive();
    return report;
  }

  private static void deleteTree(Path top) throws IOException {
    try (var below = Files.walk(top)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Gate once(Side side, Verb verb, String path, Change change) {
    return operation -> {
      if (changes == 0 && operation.is(side, verb, path)) {
        changes++;
        change.make();
      }
    };
  }
}
