package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.Faults;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Invariants;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.SimulatedCrash;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults and death at every operation of a run that moves, with the index kept from run to run. */
class MirrorMovesFaultsTest {
  /** One operation of so many; and how often a third run is made. */
  private static final int SOME = 9;

  /** The same in the plain run. */
  private static final int FEW = 31;

  private static final Map<String, String> MOVED_FOLDERS =
      Map.of("z", "d", "s", "d/sub", "new/e", "e");

  @TempDir Path home;

  private int trials;

  @Test
  void aFaultAtFewOperationsLosesNothing() throws Exception {
    atOperations(FEW, Faults::at);
  }

  @Test
  void deathAtFewOperationsLosesNothing() throws Exception {
    afterChanges(FEW);
  }

  @Test
  @Tag("full")
  void aFaultAtAnyOperationLosesNothing() throws Exception {
    atOperations(1, Faults::at);
  }

  @Test
  @Tag("full")
  void aFaultThatStaysAtSomeOperationsLosesNothing() throws Exception {
    atOperations(SOME, Faults::from);
  }

  @Test
  @Tag("full")
  void deathAtAnyOperationLosesNothing() throws Exception {
    afterChanges(1);
  }

  /** Dying later, before the next change, leaves the same behind. */
  private void afterChanges(int step) throws Exception {
    List<Operation> operations = withoutFaults();
    int changes = 0;
    for (int index = 0; index < operations.size(); index++) {
      boolean hasChanged = index == 0 || operations.get(index - 1).verb().writes();
      if (hasChanged && changes++ % step == 0) {
        attempt(where(operations, index), Faults.deathAt(index));
      }
    }
  }

  private void atOperations(int step, LongFunction<Faults> plan) throws Exception {
    List<Operation> operations = withoutFaults();
    for (int index = 0; index < operations.size(); index += step) {
      attempt(where(operations, index), plan.apply(index));
    }
  }

  private static String where(List<Operation> operations, int index) {
    return "operation " + index + " (" + operations.get(index) + ")";
  }

  private List<Operation> withoutFaults() throws Exception {
    Roots roots = moved();
    Faults counting = Faults.none();
    MirrorReport report = mirror(roots, counting);
    assertThat(report.isExact()).isTrue();
    // Where births are not told, changed folders are not moved.
    assertThat(report.counts().moved()).isBetween(6L, 9L);
    return counting.operations();
  }

  private void attempt(String where, Faults faults) throws Exception {
    Roots roots = moved();
    Snapshot source = Snapshot.of(roots.source());
    Snapshot before = Snapshot.of(roots.replica());
    Optional<MirrorReport> report = run(roots, faults);
    faults.assertReached();

    Snapshot left = Snapshot.of(roots.replica());
    assertThat(Invariants.torn(before, MOVED_FOLDERS, source, left)).as(where).isEmpty();
    if (report.isEmpty()) {
      assertThat(Invariants.lost(before, source, left)).as(where).isEmpty();
    }
    if (report.filter(MirrorReport::isExact).isPresent()) {
      assertThat(TreeComparer.mirror(roots.source(), roots.replica())).as(where).isEmpty();
    }
    MirrorReport next = mirror(roots, Gate.OPEN);
    assertThat(next.problems()).as(where + ", next run").isEmpty();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica()))
        .as(where + ", next run")
        .isEmpty();
    if (trials % SOME == 0) {
      assertThat(mirror(roots, Gate.OPEN).counts().actions()).as(where + ", third run").isZero();
    }
    assertThat(TreeComparer.sinceThen(source, roots.source())).as(where).isEmpty();
  }

  private Optional<MirrorReport> run(Roots roots, Faults faults) {
    try {
      return Optional.of(mirror(roots, faults));
    } catch (MirrorException e) {
      return Optional.empty(); // refused before anything was touched
    } catch (SimulatedCrash e) {
      return Optional.empty();
    }
  }

  private static MirrorReport mirror(Roots roots, Gate gate) throws MirrorException {
    var options =
        MirrorOptions.of(roots.source(), roots.replica())
            .withStateDirectory(roots.source().resolveSibling("state"))
            .withJobs(1);
    var provider = new FaultyProvider(Runs.backend(roots.source()), roots, gate);
    return Runs.mirror(provider, options, MirrorListener.NONE, new Cancellation());
  }

  /** Roots that were mirrored once, and a source in which much was renamed since. */
  private Roots moved() throws Exception {
    Roots roots = Roots.in(Files.createDirectory(home.resolve("trial" + trials++)));
    root(
            file("log", "newest"),
            file("log.1", "newer"),
            file("log.2", "new"),
            file("a", "text of a"),
            file("b", "text of b!"),
            folder("d", file("f", "text of f"), folder("sub", file("h", "text of h"))),
            folder("e", file("j", "text of j"), file("k", "text of k!")))
        .writeTo(roots.source());
    assertThat(mirror(roots, Gate.OPEN).isExact()).isTrue();
    Path at = roots.source();
    rename(at, "log.1", "log.2");
    rename(at, "log", "log.1");
    Files.writeString(at.resolve("log"), "fresh");
    rename(at, "a", "x");
    rename(at, "b", "a");
    rename(at, "x", "b");
    rename(at, "d/sub", "s");
    rename(at, "d/f", "f");
    rename(at, "d", "z");
    Files.writeString(at.resolve("z/added"), "added");
    Files.createDirectories(at.resolve("new/er"));
    rename(at, "e/j", "new/er/j");
    rename(at, "e", "new/e");
    return roots;
  }

  private static void rename(Path at, String from, String to) throws IOException {
    Files.move(at.resolve(from), at.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }
}
