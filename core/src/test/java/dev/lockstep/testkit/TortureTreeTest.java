package dev.lockstep.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.testkit.ExactComparer.Aspect;
import dev.lockstep.testkit.TortureTree.Missing;
import dev.lockstep.testkit.TortureTree.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link TortureTree} holds what it says, and {@link ExactComparer} misses no change in it. */
class TortureTreeTest {
  private static final Plan SMALL = Plan.small(7);

  /** No temporary folder of JUnit's, which cannot delete what lies that deep. */
  private Path home;

  @BeforeEach
  void makeHome() throws IOException {
    ExactComparer.assumePresent();
    home = Files.createTempDirectory("torture");
  }

  @AfterEach
  void deleteHome() throws IOException {
    TortureTree.delete(home);
  }

  @Test
  @Tag("full")
  void isTheSameWhenBuiltTwice() throws IOException {
    Path one = built("one", SMALL);
    Path other = built("other", SMALL);
    assertThat(ExactComparer.differences(one, other)).isEmpty();
  }

  @Test
  @Tag("full")
  void holdsEverythingOnExt4() throws IOException {
    assumeTrue(Machine.isRoot(), "only root can make everything");
    try (Mounted mounted = Machine.loopMounted("ext4", 200)) {
      Path source = Files.createDirectory(mounted.folder().resolve("source"));
      assertThat(TortureTree.build(source, Plan.usual(3))).isEmpty();
    }
  }

  @Test
  @Tag("full")
  void hasOtherContentsForAnotherSeed() throws IOException {
    Path one = built("one", SMALL);
    Path other = built("other", Plan.small(8));
    assertThat(ExactComparer.differences(one, other))
        .anyMatch(difference -> difference.startsWith("sizes/of-1: content"));
  }

  @Test
  @Tag("full")
  void copesWithPathsThatAreTooLongForTheSystem() throws IOException {
    Plan plan = SMALL.deep(40, 120);
    Path one = built("one", plan);
    Path other = built("other", plan);
    assertThat(ExactComparer.compare(one, other).differences()).isEmpty();
    Machine.run(
        "find", other.toString(), "-name", "bottom", "-execdir", "chmod", "0600", "{}", ";");
    Machine.run(
        "find",
        one.toString(),
        "-name",
        "bottom",
        "-execdir",
        "setfattr",
        "-x",
        "user.deep",
        "{}",
        ";");
    assertThat(ExactComparer.differences(one, other))
        .hasSize(2)
        .anyMatch(difference -> difference.contains("bottom: mode 644 became 600"))
        .anyMatch(difference -> difference.contains("bottom: xattrs {} became {user.deep=0x"));
  }

  @Test
  @Tag("full")
  void copesWithFifteenHundredLevels() throws IOException {
    Plan plan = SMALL.deep(1500, 3);
    Path one = built("one", plan);
    Path other = built("other", plan);
    Machine.run(
        "find", other.toString(), "-name", "bottom", "-execdir", "sh", "-c", "echo >>bottom", ";");
    assertThat(ExactComparer.differences(one, other, Aspect.TIME))
        .hasSize(2)
        .anyMatch(difference -> difference.contains("bottom: size 11 became 12"))
        .anyMatch(difference -> difference.contains("bottom: content"));
  }

  @Test
  @Tag("full")
  void eachChangeInTheReplicaIsFound() throws IOException {
    List<Change> all = new ArrayList<>(Change.OF_ANYONE);
    all.addAll(Change.RSYNC_IS_BLIND_TO);
    expectAllFound(all);
  }

  @Test
  @Tag("full")
  void eachChangeThatOnlyRootCanMakeIsFound() throws IOException {
    assumeTrue(Machine.isRoot(), "only root can make all that is changed");
    List<Change> all = new ArrayList<>(Change.OF_ANYONE);
    all.addAll(Change.RSYNC_IS_BLIND_TO);
    all.addAll(Change.OF_ROOT);
    expectAllFound(all);
  }

  /** All at once, of different entries: each is found, and nothing else. */
  private void expectAllFound(List<Change> changes) throws IOException {
    Path one = built("one", SMALL);
    Path other = built("other", SMALL);
    List<String> expected = new ArrayList<>();
    for (Change change : changes) {
      change.make(one, other);
      expected.addAll(change.found());
    }
    List<String> found = ExactComparer.differences(one, other);
    for (String each : expected) {
      assertThat(found).anyMatch(difference -> difference.startsWith(each));
    }
    for (String difference : found) {
      assertThat(expected).anyMatch(difference::startsWith);
    }
  }

  @Test
  @Tag("full")
  void whatIsIgnoredIsNoDifference() throws IOException {
    Path one = built("one", SMALL);
    Path other = built("other", SMALL);
    for (Change change : Change.OF_ANYONE) {
      change.make(one, other);
    }
    assertThat(ExactComparer.differences(one, other, Aspect.values()))
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "kinds/empty-file: only the source has it",
                "kinds/new: only the replica has it",
                "links/untidy: type l became f"));
  }

  @ParameterizedTest
  @CsvSource({"ext4, 300", "xfs, 400", "btrfs, 400", "tmpfs, 300"})
  @Tag("full")
  void rsyncCopiesItExactlyOn(String type, int sizeMib) throws IOException {
    assumeTrue(Machine.isRoot(), "only root can mount");
    Rsync.assumePresent();
    try (Mounted mounted = Machine.loopMounted(type, sizeMib)) {
      Path source = Files.createDirectory(mounted.folder().resolve("source"));
      Path replica = Files.createDirectory(mounted.folder().resolve("replica"));
      // Rsync takes no path that is longer than a system call takes.
      List<Missing> missing = TortureTree.build(source, Plan.usual(11).deep(20, 120).hole(128));
      assertThat(missing).extracting(Missing::feature).isSubsetOf(lackingIn(type));
      Rsync.copy(source, replica);
      ExactComparer.Result result = ExactComparer.compare(source, replica, Aspect.DENSITY);
      assertThat(result.differences()).isEmpty();
      assertThat(result.leftOut()).isEmpty();
      assertThat(Rsync.finds(source, replica)).isEmpty();
    }
  }

  /**
   * What is left to {@link ExactComparer}; once rsync sees it, its description is to be changed.
   */
  @Test
  @Tag("full")
  void rsyncIsBlindToSomeChanges() throws IOException {
    assumeTrue(Machine.isRoot(), "only root can read everything");
    Rsync.assumePresent();
    Path one = built("one", SMALL);
    Path other = built("other", SMALL);
    for (Change change : Change.RSYNC_IS_BLIND_TO) {
      change.make(one, other);
    }
    assertThat(Rsync.finds(one, other)).isEmpty();
    assertThat(ExactComparer.differences(one, other)).isNotEmpty();
  }

  @Test
  @Tag("full")
  void aSimpleFileSystemIsFilledAsFarAsItCan() throws IOException {
    assumeTrue(Machine.isRoot(), "only root can mount");
    try (Mounted mounted = Machine.loopMounted("ramfs", 200)) {
      Path source = Files.createDirectory(mounted.folder().resolve("source"));
      assertThat(TortureTree.build(source, SMALL))
          .extracting(Missing::feature)
          .contains("user xattrs", "trusted xattrs", "file capabilities", "ACLs")
          .doesNotContain("hard links", "symlinks", "devices", "socket");
      assertThat(source.resolve("sizes/of-4097")).hasSize(4097);
    }
  }

  private static List<String> lackingIn(String type) {
    return switch (type) {
      // It keeps links of up to 1,024 bytes, and majors of 9 bits.
      case "xfs" -> List.of("symlink with 4,000 bytes", "devices");
      default -> List.of();
    };
  }

  /** Whatever only root can make is missing, if another runs the tests. */
  private Path built(String name, Plan plan) throws IOException {
    Path root = Files.createDirectory(home.resolve(name));
    TortureTree.build(root, plan);
    return root;
  }
}
