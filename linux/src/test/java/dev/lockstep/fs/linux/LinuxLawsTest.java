package dev.lockstep.fs.linux;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;

import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.RandomMutations;
import dev.lockstep.testkit.RandomTrees;
import dev.lockstep.testkit.Seeds;
import dev.lockstep.testkit.TreeSpec;
import dev.lockstep.testkit.TreeSpec.Folder;
import dev.lockstep.testkit.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every tree after a fault or death at any operation, by the Linux backend. */
final class LinuxLawsTest {
  private static final int FEW_ENTRIES = 10;

  private static final TreeSpec FULL = folder("x", file("inner", "new"), symlink("link", "inner"));
  private static final Folder FILLED = root(file("a", "kept"), FULL);
  private static final Folder PLAIN =
      root(file("a", "kept"), file("x", "text"), file("z", "deleted"));

  @TempDir private Path disk;

  static LongStream seeds() {
    return Seeds.some(2);
  }

  @Test
  void aFileThatBecomesAFullFolderSurvives() throws Exception {
    everywhere(new Trial("file to folder", FILLED, Optional.of(PLAIN)));
  }

  @Test
  @Tag("full")
  void aFullFolderThatBecomesAFileSurvives() throws Exception {
    everywhere(new Trial("folder to file", PLAIN, Optional.of(FILLED)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("full")
  void aFirstCopySurvivesFaultAndDeathAtEveryOperation(long seed) throws Exception {
    Folder tree = new RandomTrees(seed, Machine.speaksUtf8()).tree(FEW_ENTRIES);
    everywhere(new Trial("seed " + seed, tree, Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("full")
  void anUpdateSurvivesFaultAndDeathAtEveryOperation(long seed) throws Exception {
    Folder old = new RandomTrees(seed, Machine.speaksUtf8()).tree(FEW_ENTRIES);
    Path tree = Files.createDirectory(disk.resolve("mutated"));
    old.writeTo(tree);
    List<String> mutations =
        new RandomMutations(seed, Machine.speaksUtf8(), tree).apply(FEW_ENTRIES / 2);
    Folder source = TreeSpec.read(tree);
    everywhere(new Trial("seed " + seed + ", " + mutations, source, Optional.of(old)));
  }

  private void everywhere(Trial trial) throws IOException {
    Trial here = trial.on(disk).by(new LinuxTreeProvider());
    here.atEveryOperation(Faults::at);
    here.atEveryOperation(Faults::from);
    here.atEveryWrite(Faults::deathAt);
  }
}
