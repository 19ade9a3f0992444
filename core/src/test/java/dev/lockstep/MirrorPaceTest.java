package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Repair;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Invariants;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.StillClock;
import dev.lockstep.testkit.SyntheticProvider;
import dev.lockstep.testkit.SyntheticTree;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a limit of bytes a second holds back, and what it does not. Nothing here takes time. */
class MirrorPaceTest {
  private static final int RATE = 1000;

  /** 3,200 bytes to copy, and 5,000 that are there. */
  private static final Folder SOURCE =
      root(
          file("changed", "n".repeat(700)),
          file("equal", "e".repeat(5000)),
          folder("new", file("large", "l".repeat(2470)), file("a", "12345"), file("b", "67890")),
          file("tiny", "0123456789".repeat(2)));

  private static final Folder REPLICA =
      root(file("changed", "o".repeat(700)), file("equal", "e".repeat(5000)));

  private final StillClock clock = new StillClock();
  private Roots roots;

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
  void everyByteThatIsCopiedTakesItsTimeAndNoOther() throws Exception {
    MirrorReport report = run(roots.options().withBytesPerSecond(RATE));

    assertThat(report.isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    assertThat(report.counts().bytesCopied()).isEqualTo(3200);
    // The last piece is copied when its turn has come; it is a twentieth of a second's at most.
    assertThat(clock.nanos()).isBetween(nanosOf(3200 - RATE / 20), nanosOf(3200));
    assertThat(clock.waits()).allMatch(wait -> wait.compareTo(Duration.ofMillis(50)) <= 0);
  }

  @Test
  void withoutALimitNothingWaits() throws Exception {
    run(roots.options());

    assertThat(clock.waits()).isEmpty();
  }

  @Test
  void readingAndDryRunsAreNotHeldBack() throws Exception {
    MirrorOptions options = roots.options().withBytesPerSecond(RATE);

    run(options.withDryRun(true));
    Runs.engine(Runs.portable(), clock)
        .verify(options, Repair.NOTHING, MirrorListener.NONE, new Cancellation());

    assertThat(clock.waits()).isEmpty();
  }

  @Test
  void aStopWhileACopyWaitsForItsTurnReadsAndWritesNoMore() throws Exception {
    var large = new SyntheticProvider(new SyntheticTree(1, 0, 0, 2_000_000_000), true);
    var cancellation = new Cancellation();
    List<Operation> after = new ArrayList<>();
    Gate gate =
        operation -> {
          if (cancellation.isCancelled()) {
            after.add(operation);
          }
        };
    Roots synthetic = new Roots(SyntheticProvider.source(), SyntheticProvider.replica());

    MirrorReport report =
        Runs.engine(new FaultyProvider(large, synthetic, gate), new StoppingClock())
            .run(synthetic.options().withBytesPerSecond(1), MirrorListener.NONE, cancellation);

    assertThat(report.cancelled()).isTrue();
    assertThat(large.swallowed().bytes()).isEqualTo(1);
    assertThat(large.swallowed().files()).isZero();
    assertThat(after)
        .extracting(Operation::verb)
        .contains(Verb.CLOSE_STAGED)
        .doesNotContain(Verb.READ, Verb.WRITE);
  }

  @Test
  void aStopLeavesNothingTornAndNothingStaged() throws Exception {
    var cancellation = new Cancellation();
    Snapshot source = Snapshot.of(roots.source());
    Snapshot old = Snapshot.of(roots.replica());

    Runs.engine(Runs.portable(), new StoppingClock())
        .run(roots.options().withBytesPerSecond(1), MirrorListener.NONE, cancellation);

    Snapshot now = Snapshot.of(roots.replica());
    assertThat(Invariants.litter(source, now)).isEmpty();
    assertThat(Invariants.torn(old, source, now)).isEmpty();
  }

  /** Has the run stopped as soon as it has to wait. */
  private static final class StoppingClock extends StillClock {
    @Override
    public boolean await(Duration time, Cancellation token) {
      token.cancel();
      return true;
    }
  }

  private MirrorReport run(MirrorOptions options) throws Exception {
    return Runs.engine(Runs.portable(), clock)
        .run(options, MirrorListener.NONE, new Cancellation());
  }

  private static long nanosOf(long bytes) {
    return Duration.ofSeconds(1).toNanos() * bytes / RATE;
  }
}
