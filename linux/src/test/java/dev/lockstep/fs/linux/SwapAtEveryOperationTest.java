package dev.lockstep.fs.linux;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Name;
import dev.lockstep.model.StagedNames;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The races of {@link SwapRaceTest} one by one: a name is swapped right before an operation of the
 * backend, for every operation that has to do with it, and stays swapped until the run is over.
 */
@Timeout(300)
final class SwapAtEveryOperationTest {
  private static final String STAGED = "*";

  @TempDir private Path home;

  /** What an entry of the source changes places with. */
  enum Decoy {
    LINK_TO_FILE,
    LINK_TO_FOLDER,
    FIFO
  }

  @ParameterizedTest
  @EnumSource(names = "LINK_TO_FILE")
  void aSwappedFileOfTheSourceLeaksNothing(Decoy decoy) throws Exception {
    atEveryOperation(new Victim(Side.SOURCE, "file"), decoy);
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource(names = "LINK_TO_FILE", mode = EnumSource.Mode.EXCLUDE)
  void norDoesOneSwappedForAnythingElse(Decoy decoy) throws Exception {
    atEveryOperation(new Victim(Side.SOURCE, "file"), decoy);
  }

  @ParameterizedTest
  @EnumSource(names = "LINK_TO_FOLDER")
  void aSwappedFolderOfTheSourceLeaksNothing(Decoy decoy) throws Exception {
    atEveryOperation(new Victim(Side.SOURCE, "folder"), decoy);
    atEveryOperation(new Victim(Side.SOURCE, "new"), decoy);
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource(names = "LINK_TO_FOLDER", mode = EnumSource.Mode.EXCLUDE)
  void norDoesAFolderSwappedForAnythingElse(Decoy decoy) throws Exception {
    atEveryOperation(new Victim(Side.SOURCE, "folder"), decoy);
    atEveryOperation(new Victim(Side.SOURCE, "new"), decoy);
  }

  @Tag("full")
  @ParameterizedTest
  @ValueSource(strings = {"file", "meta", "folder", "kind", "link", "gone"})
  void aSwappedEntryOfTheReplicaLeadsNothingOutside(String name) throws Exception {
    atEveryOperation(new Victim(Side.REPLICA, name), Decoy.LINK_TO_FILE);
    atEveryOperation(new Victim(Side.REPLICA, name), Decoy.LINK_TO_FOLDER);
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource
  void aSwappedStagedEntryLeadsNothingOutside(Decoy decoy) throws Exception {
    atEveryOperation(new Victim(Side.REPLICA, STAGED), decoy);
    atEveryOperation(new Victim(Side.REPLICA, "folder/" + STAGED), decoy);
  }

  /**
   * What is swapped.
   *
   * @param path to one name, or to whatever is staged in a folder
   */
  private record Victim(Side side, String path) {
    /** Whether the operation has to do with it: with its name, or one above or below. */
    boolean isConcernedBy(Operation operation) {
      if (path.endsWith(STAGED)) {
        return operation.verb().writes();
      }
      String at = operation.path().isRoot() ? "" : operation.path() + "/";
      String own = path + "/";
      return operation.side() == side && (at.startsWith(own) || own.startsWith(at));
    }

    Path in(Roots roots) throws IOException {
      Path at = (side == Side.SOURCE ? roots.source() : roots.replica()).resolve(path);
      return path.endsWith(STAGED) ? staged(at.getParent()) : at;
    }
  }

  private void atEveryOperation(Victim victim, Decoy decoy) throws Exception {
    boolean mayBeMore = true;
    int swaps = 0;
    for (int index = 0; mayBeMore; index++) {
      var attempt = new Attempt(victim, decoy, index);
      attempt.make();
      mayBeMore = attempt.isReached;
      swaps += attempt.isSwapped ? 1 : 0;
    }
    assertThat(swaps).isPositive();
  }

  private static Folder source() {
    return root(
        file("file", "new"),
        file("meta", "same").mode(0640),
        folder("folder", file("inner", "new"), file("meta", "same").mode(0600), file("x", "new"))
            .mode(0750),
        folder("kind", file("inner", "new")),
        symlink("link", "new"),
        folder("new", file("inner", "new"), folder("deep", file("inner", "new"))));
  }

  private static Folder replica() {
    return root(
        file("file", "old"),
        file("meta", "same"),
        folder("folder", file("inner", "old"), file("meta", "same"), file("gone", "old")),
        file("kind", "old"),
        symlink("link", "old"),
        folder("gone", file("inner", "old"), folder("deep", file("canary", "old"))));
  }

  /** What may stand under a staged name at that moment. */
  private static Path staged(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (StagedNames.matches(Name.of(entry.getFileName().toString()))) {
            return entry;
          }
        }
      }
    }
    return folder.resolve("nothing");
  }

  /** A run with a swap before one operation, and the run after it. */
  private final class Attempt implements Gate {
    private final Victim victim;
    private final int index;
    private final Roots roots;
    private final Outside outside;
    private final Path decoy;
    private int passed;
    private boolean isReached;
    private boolean isSwapped;
    private @Nullable Operation reached;
    private @Nullable Exchange exchange;

    Attempt(Victim victim, Decoy kind, int index) throws IOException {
      this.victim = victim;
      this.index = index;
      Path folder = Files.createTempDirectory(home, "attempt");
      this.roots = Roots.in(folder);
      this.outside =
          Outside.make(folder.resolve("outside"), List.of("inner", "meta", "x", "gone", "deep"));
      this.decoy = folder.resolve("decoy");
      source().writeTo(roots.source());
      replica().writeTo(roots.replica());
      make(kind);
    }

    private void make(Decoy kind) throws IOException {
      switch (kind) {
        case LINK_TO_FILE -> Files.createSymbolicLink(decoy, outside.secretFile());
        case LINK_TO_FOLDER -> Files.createSymbolicLink(decoy, outside.secretFolder());
        case FIFO -> Machine.run("mkfifo", decoy.toString());
      }
    }

    @Override
    public void before(Operation operation) throws IOException {
      if (victim.isConcernedBy(operation) && passed++ == index) {
        isReached = true;
        reached = operation;
        exchange = new Exchange(victim.in(roots), decoy);
        isSwapped = exchange.happens();
      }
    }

    void make() throws Exception {
      var provider = new LinuxTreeProvider();
      mirror(new FaultyProvider(provider, roots, this));
      String at = "operation " + index + " (" + reached + ")";
      outside.assertUntouched(at);
      Outside.assertHasNotLeakedInto(roots.replica(), at);
      if (exchange != null && isSwapped) {
        exchange.happens();
      }
      assertThat(mirror(provider).problems()).as(at).isEmpty();
      assertThat(TreeComparer.mirror(roots.source(), roots.replica())).as(at).isEmpty();
      outside.assertUntouched(at);
    }

    private MirrorReport mirror(TreeProvider provider) throws Exception {
      return Runs.mirror(provider, roots.options(), MirrorListener.NONE, new Cancellation());
    }
  }
}
