package dev.lockstep.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * One source and the replica it had before, mirrored again and again, each time with a fault at
 * another operation; and what has to hold after each of these runs.
 */
public final class Trial {
  private final String title;
  private final Folder source;
  private final Optional<Folder> old;
  private final Optional<Path> disk;
  private final Optional<TreeProvider> provider;

  /**
   * A trial.
   *
   * @param title tells it from others in messages
   * @param old what the replica is before; if empty, it is not there
   */
  public Trial(String title, Folder source, Optional<Folder> old) {
    this(title, source, old, Optional.empty(), Optional.empty());
  }

  private Trial(
      String title,
      Folder source,
      Optional<Folder> old,
      Optional<Path> disk,
      Optional<TreeProvider> provider) {
    this.title = title;
    this.source = source;
    this.old = old;
    this.disk = disk;
    this.provider = provider;
  }

  /** The same in new folders of this one instead of in memory. */
  public Trial on(Path folder) {
    return new Trial(title, source, old, Optional.of(folder), provider);
  }

  /** The same by this backend instead of the one under test. */
  public Trial by(TreeProvider other) {
    return new Trial(title, source, old, disk, Optional.of(other));
  }

  /** Makes a run for each operation that a run without faults makes, with a fault at that one. */
  public void atEveryOperation(LongFunction<Faults> plan) throws IOException {
    atEvery(operation -> true, plan);
  }

  /**
   * The same, but only at operations that write: for who dies between them leaves what who dies
   * before the next one leaves.
   */
  public void atEveryWrite(LongFunction<Faults> plan) throws IOException {
    atEvery(operation -> operation.verb().writes(), plan);
  }

  /** What a run without faults does. */
  public List<Operation> operations() throws IOException {
    return withoutFaults();
  }

  private void atEvery(Predicate<Operation> such, LongFunction<Faults> plan) throws IOException {
    List<Operation> operations = withoutFaults();
    for (int index = 0; index < operations.size(); index++) {
      if (such.test(operations.get(index))) {
        String where = title + ", operation " + index + " (" + operations.get(index) + ")";
        try (Roots roots = roots()) {
          new Attempt(where, roots).make(plan.apply(index));
        }
      }
    }
  }

  private MirrorReport mirror(Roots roots, Gate gate, MirrorListener listener)
      throws MirrorException {
    return provider.isPresent()
        ? Runs.mirror(provider.get(), roots, gate, listener)
        : Runs.mirror(roots, gate, listener);
  }

  private Roots roots() throws IOException {
    return disk.isPresent()
        ? Roots.in(Files.createTempDirectory(disk.get(), "trial"))
        : Roots.inMemory();
  }

  private List<Operation> withoutFaults() throws IOException {
    try (Roots roots = roots()) {
      write(roots);
      Faults counting = Faults.none();
      MirrorReport report = mirror(roots, counting, MirrorListener.NONE);
      assertThat(report.problems()).as(title).isEmpty();
      assertThat(TreeComparer.mirror(roots.source(), roots.replica())).as(title).isEmpty();
      return counting.operations();
    } catch (MirrorException e) {
      return fail(title, e);
    }
  }

  private void write(Roots roots) throws IOException {
    source.writeTo(roots.source());
    if (old.isPresent()) {
      old.get().writeTo(roots.replica());
    }
  }

  private Snapshot replica(Roots roots) throws IOException {
    return Files.exists(roots.replica()) ? Snapshot.of(roots.replica()) : Snapshot.empty();
  }

  /** A run with one fault and the run after it. */
  private final class Attempt {
    private final String where;
    private final Roots roots;

    Attempt(String where, Roots roots) {
      this.where = where;
      this.roots = roots;
    }

    void make(Faults faults) throws IOException {
      write(roots);
      Snapshot sourceBefore = Snapshot.of(roots.source());
      Snapshot replicaBefore = replica(roots);
      Recorder heard = new Recorder();
      Optional<MirrorReport> report = run(faults, heard);
      faults.assertReached();
      Snapshot replicaNow = replica(roots);
      assertThat(Invariants.torn(replicaBefore, sourceBefore, replicaNow)).as(where).isEmpty();
      if (report.isPresent()) {
        judge(report.get(), heard, sourceBefore, replicaNow);
      }
      assertNextRunConverges();
      assertThat(TreeComparer.sinceThen(sourceBefore, roots.source())).as(where).isEmpty();
    }

    private Optional<MirrorReport> run(Faults faults, Recorder heard) {
      try {
        return Optional.of(mirror(roots, faults, heard));
      } catch (MirrorException e) {
        assertThat(e.reason()).as(where + ": " + e).isEqualTo(MirrorException.Reason.REFUSED);
        return Optional.empty();
      } catch (SimulatedCrash e) {
        assertThat(faults.isDead()).as(where).isTrue();
        return Optional.empty();
      }
    }

    /** Whatever is not exact is named, and what is called exact is. */
    private void judge(
        MirrorReport report, Recorder heard, Snapshot sourceNow, Snapshot replicaNow) {
      List<Mismatch> mismatches = TreeComparer.between(sourceNow, replicaNow, Respect.mirrored());
      List<Mismatch> besidesLitter =
          TreeComparer.between(
              sourceNow, Invariants.withoutLitter(sourceNow, replicaNow), Respect.ofOneName());
      assertThat(Invariants.unnamed(besidesLitter, heard.problems()))
          .as(where + ", problems " + heard.problems())
          .isEmpty();
      assertThat(report.isExact() && !mismatches.isEmpty()).as(where).isFalse();
    }

    private void assertNextRunConverges() throws IOException {
      try {
        MirrorReport next = mirror(roots, Faults.none(), MirrorListener.NONE);
        assertThat(next.problems()).as(where + ", next run").isEmpty();
        assertThat(next.isExact()).as(where + ", next run").isTrue();
      } catch (MirrorException e) {
        fail(where + ", next run", e);
      }
      assertThat(TreeComparer.mirror(roots.source(), roots.replica()))
          .as(where + ", after the next run")
          .isEmpty();
    }
  }
}
