package dev.lockstep.fs.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Check;
import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.ManifestReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.ManifestOracle;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Rsync;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TortureTree;
import dev.lockstep.testkit.TortureTree.Plan;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest says of all that a file system can hold, and of file systems as a whole. */
@Tag("full")
final class TortureManifestTest {
  private static final int MIB = 600;
  private static final Plan PLAN = Plan.small(11).deep(20, 120);

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"md5", "sha256"})
  void coreutilsTakeTheLinesOfATortureTree(String algorithm) throws Exception {
    try (Mounted mounted = Machine.loopMounted("ext4", MIB)) {
      Path tree = built(mounted.folder().resolve("tree"));
      String lines = lines(options(tree, algorithm));
      Path file = Files.writeString(home.resolve("lines"), lines, ISO_8859_1);

      assertThat(ManifestOracle.check(algorithm + "sum", tree, file)).isEmpty();
      assertThat(ManifestOracle.sorted(lines))
          .isEqualTo(ManifestOracle.lines(algorithm + "sum", tree));
      assertThat(digest(options(tree, algorithm)))
          .isEqualTo(ManifestOracle.treeDigest(algorithm, tree));
      assertThat(Machine.openBelow(tree)).isEmpty();
    }
  }

  @Test
  void aTortureTreeAndItsCopyOnAnotherFileSystemHaveOneDigest() throws Exception {
    try (Mounted one = Machine.loopMounted("btrfs", MIB);
        Mounted other = Machine.loopMounted("ext4", MIB)) {
      Path tree = built(one.folder().resolve("tree"));
      Path copy = Files.createDirectory(other.folder().resolve("copy"));
      Rsync.copy(tree, copy);

      assertThat(digest(options(copy, "md5"))).isEqualTo(digest(options(tree, "md5")));
    }
  }

  @Test
  void whatAFileSystemKeepsForItselfIsNoEntry() throws Exception {
    try (Mounted mounted = Machine.loopMounted("ext4", MIB)) {
      Path root = mounted.folder();
      assertThat(root.resolve("lost+found")).isDirectory();
      Files.writeString(root.resolve("lost+found/inode"), "text");
      Files.createDirectories(root.resolve("a/lost+found"));
      Files.writeString(root.resolve("a/lost+found/file"), "text");

      assertThat(lines(options(root, "md5"))).doesNotContain("inode").contains("a/lost+found/file");
      Path copy = Files.createDirectory(home.resolve("copy"));
      Machine.run("cp", "-a", root.resolve("a").toString(), copy.toString());
      Machine.run("chmod", "--reference=" + root, copy.toString());
      assertThat(digest(options(copy, "md5"))).isEqualTo(digest(options(root, "md5")));
    }
  }

  @Test
  void whatIsMountedCountsAsAnEmptyFolderWhereItIsToStayOnOneFileSystem() throws Exception {
    Path tree = Files.createDirectory(home.resolve("tree"));
    Path place = Files.createDirectory(tree.resolve("place"));
    Files.writeString(tree.resolve("file"), "text");
    try (Mounted other = Machine.loopMounted("tmpfs", 10)) {
      Files.writeString(other.folder().resolve("inner"), "text");
      Machine.run("chmod", "--reference=" + place, other.folder().toString());
      String empty = digest(options(tree, "md5"));
      try (Closeable _ = Machine.mount(other.folder(), place, "--bind")) {
        ManifestOptions options = options(tree, "md5");
        assertThat(lines(options)).contains("place/inner");
        assertThat(lines(options.withOneFileSystem(true))).endsWith("  file\n").hasLineCount(1);
        assertThat(digest(options.withOneFileSystem(true))).isEqualTo(empty);
        assertThat(digest(options)).isNotEqualTo(empty);
      }
    }
  }

  private static Path built(Path folder) throws IOException {
    Files.createDirectory(folder);
    TortureTree.build(folder, PLAN);
    return folder;
  }

  private static ManifestOptions options(Path folder, String algorithm) {
    return ManifestOptions.of(folder).withCheck(Check.ofWord(algorithm).orElseThrow());
  }

  private static String lines(ManifestOptions options) throws Exception {
    var lines = new ByteArrayOutputStream();
    ManifestReport report =
        Runs.manifest(
            new LinuxTreeProvider(), options, lines, ManifestListener.NONE, new Cancellation());
    assertThat(report.isWhole()).isTrue();
    return lines.toString(ISO_8859_1);
  }

  private static String digest(ManifestOptions options) throws Exception {
    return Runs.treeDigest(new LinuxTreeProvider(), options, ManifestListener.NONE)
        .tree()
        .orElseThrow()
        .hex();
  }
}
