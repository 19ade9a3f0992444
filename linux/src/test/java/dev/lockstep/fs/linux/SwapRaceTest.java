package dev.lockstep.fs.linux;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Name;
import dev.lockstep.model.StagedNames;
import dev.lockstep.testkit.ExactComparer;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names change places with links, fifos and devices while runs go on. Runs may have problems with
 * that; they may not leave the roots, nor wait, nor leave anything behind that the next run, with
 * nobody about, does not put right.
 */
@Timeout(300)
final class SwapRaceTest {
  private static final int FEW_SWAPS = 2_000;
  private static final int MANY_SWAPS = 50_000;
  private static final int FEW_RUNS = 20;
  private static final int MANY_RUNS = 300;
  private static final int SOMEONE = 12_345;

  @TempDir private Path home;

  private Path source;
  private Path otherSource;
  private Path replica;
  private Path stash;
  private Outside outside;

  @BeforeEach
  void makeTrees() throws IOException {
    source = home.resolve("source");
    otherSource = home.resolve("other-source");
    replica = home.resolve("replica");
    stash = Files.createDirectory(home.resolve("stash"));
    outside = Outside.make(home.resolve("outside"), List.of("inner", "gone", "kind", "deep"));
    tree("one").writeTo(source);
    otherTree("another").writeTo(otherSource);
    root(folder("folder", file("inner", "old"))).writeTo(replica);
    for (String attributed : List.of("file", "folder/inner")) {
      mark(source.resolve(attributed), "one");
      mark(otherSource.resolve(attributed), "another");
    }
    if (Machine.isRoot()) {
      Machine.run(
          "chown",
          "-R",
          "-h",
          SOMEONE + ":" + (SOMEONE + 1),
          otherSource.resolve("folder").toString());
    }
  }

  @Test
  void nothingLeaksWhileTheSourceIsSwapped() throws Exception {
    swapInSource(FEW_SWAPS, FEW_RUNS);
  }

  @Test
  void nothingOutsideChangesWhileTheReplicaIsSwapped() throws Exception {
    swapInReplica(FEW_SWAPS, FEW_RUNS);
  }

  @Test
  @Tag("full")
  void nothingLeaksInFiftyThousandSwaps() throws Exception {
    swapInSource(MANY_SWAPS, MANY_RUNS);
  }

  @Test
  @Tag("full")
  void nothingOutsideChangesInFiftyThousandSwaps() throws Exception {
    swapInReplica(MANY_SWAPS, MANY_RUNS);
  }

  private static Folder tree(String content) {
    return root(
        file("file", content).mode(0640),
        file("large", content.repeat(100_000)),
        folder(
            "folder",
            file("inner", content).mode(0600),
            file("kind", content),
            folder("deep", file("inner", content))),
        folder("new", file("inner", content), folder("deep", file("inner", content))),
        file("fifo", content),
        file("socket", content),
        file("device", content),
        symlink("link", content));
  }

  /** What the first tree is to become, and the other way round: nothing stays as it is. */
  private static Folder otherTree(String content) {
    return root(
        file("file", content).mode(04755),
        file("large", content.repeat(100_000)).mode(0600),
        folder(
                "folder",
                file("inner", content).mode(0644),
                folder("kind", file("inner", content)),
                symlink("deep", content),
                folder("gone", file("inner", content)))
            .mode(0700),
        file("fifo", content),
        file("socket", content),
        file("device", content),
        file("link", content));
  }

  private static void mark(Path file, String value) throws IOException {
    Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
        .write("mark", StandardCharsets.UTF_8.encode(value));
  }

  private void swapInSource(int swaps, int runs) throws Exception {
    List<Exchange> exchanges = new ArrayList<>();
    for (Path tree : List.of(source, otherSource)) {
      String of = tree.getFileName() + "-";
      exchanges.add(new Exchange(tree.resolve("file"), link(of + "file", outside.secretFile())));
      exchanges.add(new Exchange(tree.resolve("large"), link(of + "large", outside.secretFile())));
      exchanges.add(
          new Exchange(tree.resolve("folder"), link(of + "folder", outside.secretFolder())));
      exchanges.add(
          new Exchange(tree.resolve("folder/inner"), link(of + "inner", outside.secretFile())));
      exchanges.add(new Exchange(tree.resolve("fifo"), special(of + "fifo", "p")));
      if (Machine.isRoot()) {
        exchanges.add(new Exchange(tree.resolve("socket"), special(of + "socket", "p")));
        exchanges.add(new Exchange(tree.resolve("device"), special(of + "zero", "c", "1", "5")));
      }
    }
    try (var swapper =
        new Swapper(random -> back(exchanges.get(random.nextInt(exchanges.size()))))) {
      for (int run = 0; run < runs || swapper.swaps() < swaps; run++) {
        mirror(run % 2 == 0 ? source : otherSource);
        Outside.assertHasNotLeakedInto(replica, "run " + run);
      }
    }
    assertConverges();
  }

  private void swapInReplica(int swaps, int runs) throws Exception {
    List<String> names =
        List.of("file", "large", "folder", "folder/inner", "folder/deep", "folder/kind", "new");
    try (var swapper =
        new Swapper(random -> {
          boolean isStaged = random.nextInt(3) == 0;
          Path victim =
              isStaged
                  ? staged(random.nextBoolean() ? replica : replica.resolve("folder"))
                  : replica.resolve(names.get(random.nextInt(names.size())));
          return victim != null && replaceForAMoment(victim, random);
        })) {
      for (int run = 0; run < runs || swapper.swaps() < swaps; run++) {
        mirror(run % 2 == 0 ? source : otherSource);
        outside.assertUntouched("run " + run);
      }
    }
    assertConverges();
  }

  private void assertConverges() throws Exception {
    outside.assertUntouched("at the end");
    MirrorReport report = mirror(source);
    assertThat(report.problems()).isEmpty();
    assertThat(report.isExact()).isTrue();
    assertThat(ExactComparer.differences(source, replica)).isEmpty();
    Outside.assertHasNotLeakedInto(replica, "at the end");
    outside.assertUntouched("after the last run");
  }

  private MirrorReport mirror(Path from) throws Exception {
    return Runs.mirror(
        new LinuxTreeProvider(),
        MirrorOptions.of(from, replica).withJobs(2),
        MirrorListener.NONE,
        new Cancellation());
  }

  private Path link(String name, Path target) throws IOException {
    return Files.createSymbolicLink(stash.resolve(name), target);
  }

  private Path special(String name, String... type) throws IOException {
    Path special = stash.resolve(name);
    List<String> command = new ArrayList<>(List.of("mknod", special.toString()));
    command.addAll(List.of(type));
    Machine.run(new ProcessBuilder(command));
    return special;
  }

  /** There and back, so that the source is itself again when the thread ends. */
  private static boolean back(Exchange exchange) throws IOException {
    if (!exchange.happens()) {
      return false;
    }
    while (!exchange.happens()) {
      Thread.onSpinWait();
    }
    return true;
  }

  /** An entry of a run that goes on, if there is one. */
  private static @Nullable Path staged(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (StagedNames.matches(Name.of(entry.getFileName().toString()))) {
          return entry;
        }
      }
      return null;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    }
  }

  /** Puts a link in its place, and mostly puts it back. */
  private boolean replaceForAMoment(Path victim, Random random) throws IOException {
    Path link = stash.resolve("link-" + random.nextLong());
    Files.createSymbolicLink(
        link, random.nextBoolean() ? outside.secretFolder() : outside.secretFile());
    Exchange exchange = new Exchange(victim, link);
    boolean happens = exchange.happens();
    if (happens && random.nextInt(4) != 0) {
      exchange.happens();
    }
    delete(link);
    return happens;
  }

  /**
   * Removes what is no folder. A folder stays in the stash: a run may have it open and work in it,
   * so that what is a folder in there may be a link to the outside when it is gone into.
   */
  private static void delete(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(path);
    }
  }
}
