package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.api.Check;
import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.index.ProofStore;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.RandomMutations;
import dev.lockstep.testkit.RandomTrees;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Seeds;
import dev.lockstep.testkit.TreeComparer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is remembered between runs: what is proven is not read again, and nothing else is trusted.
 */
class MirrorIndexTest {
  private static final int GENERATIONS = 6;
  private static final int MUTATIONS = 20;

  @TempDir Path home;

  private Roots roots;
  private Path state;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void makeTrees() throws Exception {
    roots = Roots.in(home);
    state = home.resolve("state");
    root(
            file("a", "text of a"),
            folder("deep", folder("er", file("b", "text of b"), file("c", "text of c"))),
            file("linked", "text"),
            hardLink("linked too", "linked"),
            symlink("link", "a"))
        .writeTo(roots.source());
    assertThat(mirror().isExact()).isTrue();
  }

  @Test
  void whatIsProvenIsNotReadAgain() throws Exception {
    assertThat(filesRead(options())).isEmpty();
    assertThat(filesRead(options().withDryRun(true))).isEmpty();
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void whatWasThereBeforeIsReadOnce() throws Exception {
    deleteState();
    assertThat(filesRead(options())).contains("SOURCE a", "REPLICA a", "SOURCE deep/er/b");
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void aSourceChangedBehindItsTimesIsNoticed() throws Exception {
    Path changed = roots.source().resolve("deep/er/b");
    rewrite(changed, "text of B");

    assertThat(filesRead(options())).isNotEmpty();
    assertThat(roots.replica().resolve("deep/er/b")).hasContent("text of B");
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void aReplicaChangedBehindItsTimesIsRepaired() throws Exception {
    rewrite(roots.replica().resolve("deep/er/b"), "text of B");

    assertThat(mirror().counts().updated()).isEqualTo(1);
    assertThat(roots.replica().resolve("deep/er/b")).hasContent("text of b");
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void metadataChangedInTheReplicaIsRepairedWithoutACopy() throws Exception {
    Files.setLastModifiedTime(
        roots.replica().resolve("a"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

    assertThat(mirror().counts().meta()).isEqualTo(1);
    assertThat(filesRead(options())).isEmpty();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  @Test
  void newTimesOfTheSourceAreGivenOnWithoutACopy() throws Exception {
    Files.setLastModifiedTime(
        roots.source().resolve("a"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

    MirrorReport report = mirror();

    assertThat(report.counts().meta()).isEqualTo(1);
    assertThat(report.counts().updated()).isZero();
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void rehashReadsAll() throws Exception {
    assertThat(filesRead(options().withRehash(true)))
        .contains("SOURCE a", "REPLICA a", "SOURCE deep/er/b", "REPLICA deep/er/b");
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void withoutAnIndexAllIsReadAndNothingKept() throws Exception {
    deleteState();
    assertThat(filesRead(options().withIndex(false))).isNotEmpty();
    assertThat(indexFiles()).isEmpty();
  }

  @Test
  void proofsOfAnotherAlgorithmDoNotCount() throws Exception {
    assertThat(filesRead(options().withCheck(Check.SHA256))).contains("SOURCE a", "REPLICA a");
    assertThat(filesRead(options().withCheck(Check.SHA256))).isEmpty();
    assertThat(filesRead(options().withCheck(Check.BYTES))).isEmpty();
    assertThat(filesRead(options().withCheck(Check.STAMP))).isEmpty();
    assertThat(filesRead(options())).contains("SOURCE a", "REPLICA a");
  }

  @Test
  void aDryRunKeepsNothing() throws Exception {
    deleteState();
    assertThat(filesRead(options().withDryRun(true))).isNotEmpty();
    assertThat(indexFiles()).isEmpty();
  }

  @Test
  void whatIsNotFlushedIsRememberedAsLongAsTheMachineRuns() throws Exception {
    deleteState();
    MirrorOptions unflushed = options().withDurability(Durability.NONE);
    assertThat(filesRead(unflushed)).isNotEmpty();
    assertThat(filesRead(unflushed)).isEmpty();
  }

  @Test
  void anIndexThatIsNoneBeginsAnewWithASentence() throws Exception {
    Path index = indexFiles().getFirst();
    Files.writeString(index, "no index at all".repeat(1_000));

    assertThat(filesRead(options())).isNotEmpty();
    assertThat(notes).anyMatch(note -> note.startsWith("The index could not be used"));
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void anIndexThatAnotherProgramWritesIsReadButNotUsedToBeWritten() throws Exception {
    try (ProofStore _ = ProofStore.open(indexFiles().getFirst())) {
      assertThat(filesRead(options().withDryRun(true))).isEmpty();
      assertThat(notes).noneMatch(note -> note.contains("index"));
      assertThat(filesRead(options())).isNotEmpty();
      assertThat(notes).anyMatch(note -> note.startsWith("The index is not used in this run"));
    }
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void aStateFolderThatCannotBeWrittenIsDoneWithoutWithASentence() throws Exception {
    Path inTheWay = Files.writeString(home.resolve("no folder"), "");
    MirrorOptions options = roots.options().withStateDirectory(inTheWay.resolve("state"));
    for (int run = 0; run < 2; run++) {
      assertThat(filesRead(options)).contains("SOURCE a", "REPLICA a");
      assertThat(notes).anyMatch(note -> note.startsWith("No index is kept"));
    }
  }

  @Test
  @Tag("full")
  void aFullDiskCostsWhatTheRunHasProvenAndNotTheIndex() throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    state = Files.createDirectory(home.resolve("small"));
    try (Closeable _ = Machine.mount(Path.of("none"), state, "-t", "tmpfs", "-o", "size=256k")) {
      filesRead(options());
      fill(state.resolve("filler"));
      rewrite(roots.source().resolve("a"), "text of A");
      filesRead(options());
      assertThat(notes).anyMatch(note -> note.startsWith("The index cannot be written (No space"));
      assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();

      Files.delete(state.resolve("filler"));
      assertThat(filesRead(options())).containsExactlyInAnyOrder("SOURCE a", "REPLICA a");
      assertThat(notes).noneMatch(note -> note.contains("index"));
      assertThat(filesRead(options())).isEmpty();
    }
  }

  private static void fill(Path file) {
    assertThatThrownBy(
            () -> {
              try (var out = Files.newOutputStream(file)) {
                while (true) {
                  out.write(new byte[1024]);
                }
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void pairsThatShareASourceOrAFolderOfTheirReplicasKeepProofsOfTheirOwn() throws Exception {
    Path second = home.resolve("second");
    MirrorOptions other = MirrorOptions.of(roots.source(), second).withStateDirectory(state);
    Runs.mirror(other, MirrorListener.NONE);
    Path third = Files.createDirectory(home.resolve("third"));
    root(file("a", "text of a")).writeTo(third);
    MirrorOptions beside =
        MirrorOptions.of(third, home.resolve("replica of third")).withStateDirectory(state);
    Runs.mirror(beside, MirrorListener.NONE);
    assertThat(indexFiles()).hasSize(3);

    rewrite(roots.source().resolve("a"), "text of A");
    assertThat(mirror().counts().updated()).isEqualTo(1);
    assertThat(roots.replica().resolve("a")).hasContent("text of A");
    assertThat(second.resolve("a")).hasContent("text of a");
    assertThat(Runs.mirror(other, MirrorListener.NONE).counts().updated()).isEqualTo(1);
    assertThat(second.resolve("a")).hasContent("text of A");
    assertThat(Runs.mirror(beside, MirrorListener.NONE).counts().actions()).isZero();
    assertThat(filesRead(options())).isEmpty();
  }

  @Test
  void anIndexOfAnotherPairProvesNothing() throws Exception {
    Path index = indexFiles().getFirst();
    Roots others = Roots.in(Files.createDirectory(home.resolve("others")));
    root(file("a", "TEXT of a")).writeTo(others.source());
    root(file("a", "text of a")).writeTo(others.replica());
    FileTime time = Files.getLastModifiedTime(roots.source().resolve("a"));
    Files.setLastModifiedTime(others.source().resolve("a"), time);
    Files.setLastModifiedTime(others.replica().resolve("a"), time);
    MirrorOptions options = others.options().withStateDirectory(home.resolve("state of others"));
    Runs.mirror(options, MirrorListener.NONE);
    Files.writeString(others.replica().resolve("a"), "text of a");
    Files.setLastModifiedTime(others.replica().resolve("a"), time);
    try (Stream<Path> all = Files.walk(home.resolve("state of others"))) {
      for (Path own : all.filter(MirrorIndexTest::isIndex).toList()) {
        Files.copy(index, own, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    assertThat(Runs.mirror(options, MirrorListener.NONE).counts().updated()).isEqualTo(1);
    assertThat(TreeComparer.mirror(others.source(), others.replica())).isEmpty();
  }

  @Test
  void anIndexCutOffAnywhereCostsTimeOnly() throws Exception {
    Path index = indexFiles().getFirst();
    byte[] whole = Files.readAllBytes(index);
    for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 40)) {
      Files.write(index, Arrays.copyOf(whole, length));
      expectExact("cut at " + length);
    }
  }

  @Test
  void anIndexWithFlippedBytesCostsTimeOnly() throws Exception {
    Path index = indexFiles().getFirst();
    byte[] whole = Files.readAllBytes(index);
    var chance = new Random(7);
    for (int i = 0; i < 60; i++) {
      byte[] flipped = whole.clone();
      for (int j = 0; j < 20; j++) {
        flipped[chance.nextInt(flipped.length)] ^= (byte) (1 << chance.nextInt(8));
      }
      Files.write(index, flipped);
      expectExact("flips " + i);
    }
  }

  static LongStream seeds() {
    return Seeds.some(5);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverBecomesOfTheIndexTheReplicaIsExact(long seed) throws Exception {
    Roots trees = Roots.in(Files.createDirectory(home.resolve("random")));
    var chance = new Random(seed);
    new RandomTrees(seed, Machine.speaksUtf8()).tree(40).writeTo(trees.source());
    var inSource = new RandomMutations(seed, Machine.speaksUtf8(), trees.source());
    var inReplica = new RandomMutations(seed + 1, Machine.speaksUtf8(), trees.replica());
    MirrorOptions options = trees.options().withStateDirectory(state).withJobs(2);
    Path stale = home.resolve("stale");
    for (int generation = 0; generation < GENERATIONS; generation++) {
      MirrorReport report = Runs.mirror(options, MirrorListener.NONE);
      assertThat(report.problems()).as("seed " + seed).isEmpty();
      assertThat(TreeComparer.mirror(trees.source(), trees.replica()))
          .as("seed %d, generation %d", seed, generation)
          .isEmpty();
      inSource.apply(MUTATIONS);
      inReplica.apply(MUTATIONS / 2);
      disturb(chance.nextInt(4), stale);
    }
  }

  /** Keeps the index, loses it, damages it, or puts an older one back. */
  private void disturb(int how, Path stale) throws IOException {
    for (Path index : indexFiles()) {
      switch (how) {
        case 1 -> Files.delete(index);
        case 2 -> Files.write(index, Files.readAllBytes(index).clone());
        case 3 -> {
          if (Files.exists(stale.resolve(index.getFileName()))) {
            Files.write(index, Files.readAllBytes(stale.resolve(index.getFileName())));
          }
        }
        default -> {
          Files.createDirectories(stale);
          Files.write(stale.resolve(index.getFileName()), Files.readAllBytes(index));
        }
      }
    }
  }

  private void expectExact(String when) throws Exception {
    rewrite(roots.source().resolve("a"), "text of " + (char) ('A' + when.hashCode() % 26 & 15));
    MirrorReport report = mirror();
    assertThat(report.problems()).as(when).isEmpty();
    assertThat(report.isExact()).as(when).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).as(when).isEmpty();
  }

  /** The same size, and the same time. */
  private static void rewrite(Path file, String text) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, time);
  }

  private List<String> filesRead(MirrorOptions options) throws Exception {
    List<String> read = Collections.synchronizedList(new ArrayList<>());
    var counting =
        new FaultyProvider(
            Runs.backend(roots.source()),
            roots,
            operation -> {
              if (operation.verb() == Verb.OPEN_FILE) {
                read.add(operation.side() + " " + operation.path());
              }
            });
    notes.clear();
    var listener =
        new MirrorListener() {
          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    MirrorReport report = Runs.mirror(counting, options, listener, new Cancellation());
    assertThat(report.problems()).isEmpty();
    assertThat(report.isExact()).isTrue();
    return read;
  }

  private MirrorOptions options() {
    return roots.options().withStateDirectory(state);
  }

  private MirrorReport mirror() throws Exception {
    return Runs.mirror(options(), MirrorListener.NONE);
  }

  private void deleteState() throws IOException {
    for (Path index : indexFiles()) {
      Files.delete(index);
    }
  }

  private List<Path> indexFiles() throws IOException {
    if (!Files.exists(state)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(state)) {
      return all.filter(MirrorIndexTest::isIndex).toList();
    }
  }

  private static boolean isIndex(Path path) {
    return path.getFileName().toString().startsWith("index");
  }
}
