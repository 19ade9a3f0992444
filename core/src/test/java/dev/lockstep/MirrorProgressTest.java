package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.Progress;
import dev.lockstep.api.Progress.Stage;
import dev.lockstep.api.Repair;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.SyntheticProvider;
import dev.lockstep.testkit.SyntheticTree;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be known of a run while it is going on. It is asked before each of its operations. */
class MirrorProgressTest {
  private static final int RATE = 1_000;

  /** 3,400 bytes to copy, 5,000 to read. */
  private static final Folder SOURCE =
      root(
          file("equal", "e".repeat(5_000)),
          folder("new", file("large", "l".repeat(2_500)), file("small", "s".repeat(900))));

  private static final Folder REPLICA = root(file("equal", "e".repeat(5_000)), file("gone", "g"));

  @TempDir Path state;
  private final StillClock clock = new StillClock();
  private final List<Progress> seen = new ArrayList<>();
  private final List<Verb> verbs = new ArrayList<>();
  private @Nullable Supplier<Progress> run;
  private Roots roots;

  private final MirrorListener listener =
      new MirrorListener() {
        @Override
        public void progress(Supplier<Progress> told) {
          run = told;
        }
      };

  @BeforeEach
  void makeRoots() throws Exception {
    roots = Roots.inMemory();
    SOURCE.writeTo(roots.source());
    REPLICA.writeTo(roots.replica());
  }

  @AfterEach
  void closeRoots() throws Exception {
    roots.close();
  }

  @Test
  void nothingEverGoesBackButTheWorkThatWaits() throws Exception {
    run(roots.options());

    assertThat(seen)
        .isSortedAccordingTo((one, other) -> Long.compare(one.entries(), other.entries()));
    assertThat(seen).isSortedAccordingTo((one, other) -> Long.compare(one.known(), other.known()));
    assertThat(seen)
        .isSortedAccordingTo((one, other) -> Long.compare(one.bytesRead(), other.bytesRead()));
    assertThat(seen)
        .isSortedAccordingTo((one, other) -> Long.compare(one.bytesCopied(), other.bytesCopied()));
    Progress last = seen.getLast();
    assertThat(last.entries()).isEqualTo(4);
    assertThat(last.known()).isEqualTo(4);
    assertThat(last.bytesCopied()).isEqualTo(3_400);
    assertThat(last.bytesRead()).isEqualTo(5_000);
    assertThat(last.filesWaiting()).isZero();
    assertThat(last.bytesWaiting()).isZero();
  }

  @Test
  void whatAFolderListsIsKnownBeforeItIsLookedAt() throws Exception {
    run(roots.options());

    Progress afterTheFirstListing = seen.get(verbs.indexOf(Verb.ENTRY));
    assertThat(afterTheFirstListing.entries()).isZero();
    assertThat(afterTheFirstListing.known()).isEqualTo(2);
    assertThat(afterTheFirstListing.expected()).isEmpty();
  }

  @Test
  void aFileThatTakesLongIsNamedWithWhatOfItIsDone() throws Exception {
    run(roots.options().withBytesPerSecond(RATE));

    List<Progress.LongFile> files =
        seen.stream().flatMap(progress -> progress.file().stream()).distinct().toList();
    assertThat(files).isNotEmpty();
    assertThat(files)
        .allMatch(file -> file.path().equals(RelativePath.of("new/large")))
        .allMatch(file -> file.size() == 2_500)
        .allMatch(file -> file.since().toMillis() >= 1_000)
        .isSortedAccordingTo((one, other) -> Long.compare(one.position(), other.position()));
    assertThat(files.getLast().position()).isBetween(2_450L, 2_500L);
    assertThat(seen.getLast().file()).isEmpty();
  }

  @Test
  void bytesCountWhileTheirFileIsStillBeingCopied() throws Exception {
    run(roots.options().withBytesPerSecond(RATE));

    assertThat(seen)
        .extracting(Progress::bytesCopied)
        .containsAll(IntStream.range(0, 68).mapToObj(i -> i * 50L).toList());
  }

  @Test
  void aLargeFileWaitsUntilItIsGoneThrough() throws Exception {
    int size = 40_000_000;
    var provider = new SyntheticProvider(new SyntheticTree(1, 0, 0, size), true);
    roots.close();
    roots = new Roots(SyntheticProvider.source(), SyntheticProvider.replica());

    Runs.engine(new FaultyProvider(provider, roots, this::ask), clock)
        .run(roots.options(), listener, new Cancellation());

    assertThat(seen).anyMatch(now -> now.filesWaiting() == 1 && now.bytesWaiting() == size);
    assertThat(seen)
        .allMatch(now -> now.filesWaiting() == 0 || now.bytesWaiting() == size - now.bytesCopied());
    assertThat(seen.getLast().filesWaiting()).isZero();
  }

  @Test
  void theNextRunExpectsWhatThisOneHasFound() throws Exception {
    MirrorOptions options = roots.options().withStateDirectory(state);
    run(options);
    forget();
    Files.writeString(roots.source().resolve("more"), "m");

    run(options);

    assertThat(seen).isNotEmpty().allMatch(now -> now.expected().equals(OptionalLong.of(4)));
    assertThat(seen.getLast().entries()).isEqualTo(5);
  }

  @Test
  void aRunThatWasStoppedIsNothingToExpect() throws Exception {
    MirrorOptions options = roots.options().withStateDirectory(state);
    var cancellation = new Cancellation();
    Gate gate = operation -> cancellation.cancel();
    Runs.engine(new FaultyProvider(Runs.portable(), roots, gate), clock)
        .run(options, listener, cancellation);

    run(options);

    assertThat(seen.getLast().expected()).isEmpty();
  }

  @Test
  void theStagesFollowOneAnother() throws Exception {
    run(roots.options());

    assertThat(seen.stream().map(Progress::stage).distinct())
        .containsExactly(Stage.MARCHING, Stage.FLUSHING, Stage.DELETING);
  }

  @Test
  void verifyingReadsBothSides() throws Exception {
    run(roots.options());
    forget();

    Runs.engine(new FaultyProvider(Runs.portable(), roots, this::ask), clock)
        .verify(roots.options(), Repair.NOTHING, listener, new Cancellation());

    assertThat(seen.getLast().bytesRead()).isEqualTo(2 * 8_400);
    assertThat(seen.getLast().bytesCopied()).isZero();
    assertThat(seen.getLast().entries()).isEqualTo(4);
  }

  private void run(MirrorOptions options) throws Exception {
    Runs.engine(new FaultyProvider(Runs.portable(), roots, this::ask), clock)
        .run(options, listener, new Cancellation());
    seen.add(run.get());
  }

  private void forget() {
    run = null;
    seen.clear();
  }

  private void ask(Operation operation) throws IOException {
    if (run != null) {
      verbs.add(operation.verb());
      seen.add(run.get());
    }
  }
}
