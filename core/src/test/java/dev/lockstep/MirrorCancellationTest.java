package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Invariants;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.SyntheticProvider;
import dev.lockstep.testkit.SyntheticTree;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A run that is asked to stop stops soon and leaves everything in order. */
class MirrorCancellationTest {
  private static final Folder SOURCE =
      root(
          file("changed", "new"),
          folder("new", file("inner", "text"), folder("deep", symlink("link", "x"))),
          file("was a folder", "text"),
          folder("was a file", file("inner", "text")));

  private static final Folder REPLICA =
      root(
          file("changed", "old"),
          folder("gone", file("inner", "old")),
          folder("was a folder", file("inner", "old")),
          file("was a file", "old"));

  @Test
  void aStopAtAnyOperationLeavesNoStagedNameAndTheNextRunConverges() throws Exception {
    boolean wasCancelled = true;
    int stops = 0;
    while (wasCancelled) {
      try (Roots roots = Roots.inMemory()) {
        SOURCE.writeTo(roots.source());
        REPLICA.writeTo(roots.replica());
        wasCancelled = stopsInOrder(roots, stops++);
      }
    }
    assertThat(stops).isGreaterThan(50);
  }

  @Test
  void aStopInTheMiddleOfALargeFileDoesNotWaitForItsEnd() throws Exception {
    SyntheticProvider large =
        new SyntheticProvider(new SyntheticTree(1, 0, 0, 2_000_000_000), true);
    Roots roots = new Roots(SyntheticProvider.source(), SyntheticProvider.replica());
    StopAt gate = new StopAt(operation -> operation.verb() == Verb.WRITE);
    MirrorReport report = run(large, roots, gate);
    assertThat(report.cancelled()).isTrue();
    assertThat(report.isExact()).isFalse();
    assertThat(large.swallowed().files()).isZero();
    assertThat(gate.after).extracting(Operation::verb).doesNotContain(Verb.READ, Verb.WRITE);
  }

  /** Stops at the operation of this index; returns whether the run got that far. */
  private static boolean stopsInOrder(Roots roots, int index) throws Exception {
    Snapshot source = Snapshot.of(roots.source());
    Snapshot old = Snapshot.of(roots.replica());
    int[] count = {0};
    StopAt gate = new StopAt(operation -> count[0]++ == index);
    MirrorReport report = run(Runs.portable(), roots, gate);
    Snapshot now = Snapshot.of(roots.replica());
    String where = "stop at operation " + index;
    assertThat(Invariants.litter(source, now)).as(where).isEmpty();
    assertThat(Invariants.torn(old, source, now)).as(where).isEmpty();
    if (report.isExact()) {
      assertThat(TreeComparer.mirror(roots.source(), roots.replica())).as(where).isEmpty();
    }
    assertThat(Runs.mirror(roots.options(), MirrorListener.NONE).isExact()).as(where).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).as(where).isEmpty();
    return gate.cancellation.isCancelled();
  }

  private static MirrorReport run(TreeProvider provider, Roots roots, StopAt gate)
      throws Exception {
    MirrorOptions options = roots.options();
    TreeProvider guarded = new FaultyProvider(provider, roots, gate);
    return Runs.mirror(guarded, options, MirrorListener.NONE, gate.cancellation);
  }

  /** Asks for the stop before the first such operation, and remembers what came after. */
  private static final class StopAt implements Gate {
    private final Predicate<Operation> such;
    private final Cancellation cancellation = new Cancellation();
    private final List<Operation> after = new ArrayList<>();

    StopAt(Predicate<Operation> such) {
      this.such = such;
    }

    @Override
    public synchronized void before(Operation operation) {
      if (cancellation.isCancelled()) {
        after.add(operation);
      } else if (such.test(operation)) {
        cancellation.cancel();
      }
    }
  }
}
