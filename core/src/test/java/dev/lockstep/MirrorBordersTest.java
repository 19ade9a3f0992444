package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that is to stay on the roots' file systems. */
@Tag("full")
class MirrorBordersTest {
  @TempDir private Path home;

  private Roots roots;
  private Path inSource;
  private Path inReplica;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Machine.isRoot(), "only root can mount");
    roots = Roots.in(home);
    inSource = roots.source().resolve("sub/disk");
    inReplica = roots.replica().resolve("sub/disk");
  }

  @Test
  void whatIsMountedInTheSourceIsMadeAsAnEmptyFolder() throws Exception {
    root(folder("sub", folder("disk"), file("a", "text"))).writeTo(roots.source());
    try (Closeable _ = mountDisk(inSource)) {
      root(file("theirs", "text")).mode(0710).writeTo(inSource);
      assertThat(mirror().counts().leftOut()).isEqualTo(1);
      assertThat(Snapshot.of(roots.replica()).items())
          .containsOnlyKeys(".", "sub", "sub/disk", "sub/a");
      assertThat(Lstat.of(inReplica).mode()).isEqualTo(0710);
      assertThat(Lstat.of(inReplica).modified()).isEqualTo(Lstat.of(inSource).modified());
      assertUnchanged();
    }
  }

  @Test
  void whatTheReplicaHasOfItIsKept() throws Exception {
    root(folder("sub", folder("disk"))).writeTo(roots.source());
    root(folder("sub", folder("disk", file("earlier", "text")).mode(0700)))
        .writeTo(roots.replica());
    try (Closeable _ = mountDisk(inSource)) {
      root(file("theirs", "text")).mode(0710).writeTo(inSource);
      MirrorReport report = mirror();
      assertThat(report.counts().meta()).isEqualTo(1);
      assertThat(inReplica.resolve("earlier")).hasContent("text");
      assertThat(inReplica.resolve("theirs")).doesNotExist();
      assertThat(Lstat.of(inReplica).mode()).isEqualTo(0710);
      assertUnchanged();
    }
  }

  @Test
  void withoutTheWishAllOfItIsMirrored() throws Exception {
    root(folder("sub", folder("disk"))).writeTo(roots.source());
    try (Closeable _ = mountDisk(inSource)) {
      root(file("theirs", "text")).writeTo(inSource);
      assertThat(Runs.mirror(roots.options(), MirrorListener.NONE).isExact()).isTrue();
      assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    }
  }

  @Test
  void whatIsMountedInTheReplicaIsNotTouched() throws Exception {
    root(folder("sub", folder("disk").mode(0700))).writeTo(roots.source());
    root(folder("sub", folder("disk"))).writeTo(roots.replica());
    try (Closeable _ = mountDisk(inReplica)) {
      root(file("theirs", "text")).writeTo(inReplica);
      Snapshot before = Snapshot.of(inReplica);
      assertThat(mirror().counts().leftOut()).isEqualTo(1);
      assertThat(TreeComparer.sinceThen(before, inReplica)).isEmpty();
      assertUnchanged();
    }
  }

  @Test
  void whatTheSourceHasThereIsNamedSinceItIsMirroredNowhere() throws Exception {
    root(folder("sub", folder("disk", file("ours", "text")))).writeTo(roots.source());
    root(folder("sub", folder("disk"))).writeTo(roots.replica());
    try (Closeable _ = mountDisk(inReplica)) {
      root(file("theirs", "text")).writeTo(inReplica);
      Snapshot before = Snapshot.of(inReplica);
      MirrorReport report = Runs.mirror(options(), MirrorListener.NONE);
      assertThat(report.problemCount(Problem.Cause.NOT_CARRIED)).isEqualTo(1);
      assertThat(report.problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.path()).hasToString("sub/disk"));
      assertThat(TreeComparer.sinceThen(before, inReplica)).isEmpty();
    }
  }

  @Test
  void whatIsMountedInTheReplicaOnlyStaysAsItIsWithItsParents() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    root(folder("sub", folder("disk"), file("gone", "text"))).writeTo(roots.replica());
    try (Closeable _ = mountDisk(inReplica)) {
      root(file("theirs", "text")).writeTo(inReplica);
      MirrorReport report = mirror();
      assertThat(report.counts().deleted()).isEqualTo(1);
      assertThat(report.counts().leftOut()).isEqualTo(1);
      assertThat(inReplica.resolve("theirs")).hasContent("text");
      assertThat(roots.replica().resolve("sub/gone")).doesNotExist();
      assertUnchanged();
    }
  }

  @Test
  void aReplicaOnAnotherFileSystemMayLieInTheSource() throws Exception {
    root(folder("sub", folder("disk")), file("a", "text")).writeTo(roots.source());
    try (Closeable _ = mountDisk(inSource)) {
      for (String place : new String[] {"sub/disk", "sub/disk/replica"}) {
        Path replica = roots.source().resolve(place);
        MirrorOptions options = MirrorOptions.of(roots.source(), replica).withJobs(1);
        assertThatThrownBy(() -> Runs.mirror(options, MirrorListener.NONE))
            .isInstanceOf(MirrorException.class)
            .hasMessageContaining("lies inside the source");

        var heard = new Recorder();
        MirrorReport report = Runs.mirror(options.withOneFileSystem(true), heard);
        assertThat(report.isExact()).isTrue();
        assertThat(heard.problems()).isEmpty();
        assertThat(replica.resolve("a")).hasContent("text");
        var again = new Recorder();
        Runs.mirror(options.withOneFileSystem(true), again);
        assertThat(again.lines()).isEmpty();
        wipe(inSource);
      }
    }
  }

  @Test
  void aSourceOnAnotherFileSystemMayLieInTheReplica() throws Exception {
    root(folder("sub", folder("disk"), file("gone", "text"))).writeTo(roots.replica());
    try (Closeable _ = mountDisk(inReplica)) {
      Path source = inReplica.resolve("source");
      root(file("a", "text")).writeTo(source);
      MirrorOptions options = MirrorOptions.of(source, roots.replica()).withJobs(1);
      MirrorReport report = Runs.mirror(options.withOneFileSystem(true), MirrorListener.NONE);
      assertThat(report.isExact()).isTrue();
      assertThat(source.resolve("a")).hasContent("text");
      assertThat(roots.replica().resolve("a")).hasContent("text");
      assertThat(roots.replica().resolve("sub/gone")).doesNotExist();
    }
  }

  private MirrorOptions options() {
    return roots.options().withOneFileSystem(true);
  }

  /** Mirrors exactly, and does what a dry run said it would. */
  private MirrorReport mirror() throws Exception {
    var dry = new Recorder();
    Runs.mirror(options().withDryRun(true), dry);
    var heard = new Recorder();
    MirrorReport report = Runs.mirror(options(), heard);
    assertThat(heard.problems()).isEmpty();
    assertThat(report.isExact()).isTrue();
    assertThat(dry.lines()).isEqualTo(heard.lines());
    return report;
  }

  private void assertUnchanged() throws Exception {
    assertThat(mirror().counts().actions()).isZero();
  }

  private static Closeable mountDisk(Path folder) throws IOException {
    return Machine.mount(Path.of("none"), folder, "-t", "tmpfs");
  }

  private static void wipe(Path folder) throws IOException {
    Machine.run("find", folder.toString(), "-mindepth", "1", "-delete");
    assertThat(folder).isEmptyDirectory();
  }
}
