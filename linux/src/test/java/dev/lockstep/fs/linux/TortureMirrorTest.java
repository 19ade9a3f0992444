package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.Change;
import dev.lockstep.testkit.ExactComparer;
import dev.lockstep.testkit.ExactComparer.Aspect;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Rsync;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TortureTree;
import dev.lockstep.testkit.TortureTree.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a file system can hold arrives, as two judges see it that share no code. */
@Tag("full")
final class TortureMirrorTest {
  private static final int MIB = 600;
  private static final Plan PLAN = Plan.small(11).deep(20, 120);

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "tmpfs"})
  void everythingArrivesAndWhatIsChangedIsHealed(String type) throws Exception {
    try (Mounted mounted = Machine.loopMounted(type, MIB)) {
      Path source = built(mounted.folder().resolve("source"));
      Path replica = mounted.folder().resolve("replica");
      mirror(source, replica);
      requireExact(source, replica);
      for (List<Change> changes :
          List.of(Change.OF_ANYONE, Change.OF_ROOT, List.of(Change.JOINING))) {
        for (Change change : changes) {
          change.make(source, replica);
        }
      }
      assertThat(mirror(source, replica).counts().actions()).isPositive();
      requireExact(source, replica);
    }
  }

  @ParameterizedTest
  @CsvSource({"btrfs, ext4", "xfs, btrfs"})
  void everythingArrivesOnAnotherFileSystem(String from, String to) throws Exception {
    try (Mounted one = Machine.loopMounted(from, MIB);
        Mounted other = Machine.loopMounted(to, MIB)) {
      Path source = built(one.folder().resolve("source"));
      Path replica = other.folder().resolve("replica");
      mirror(source, replica);
      if (from.equals("xfs")) {
        // Rsync takes the second view that XFS gives of ACLs for attributes of their own.
        requireExactBesidesRsync(source, replica);
      } else {
        requireExact(source, replica);
      }
    }
  }

  @Test
  void whatAFileSystemCannotHoldIsOneProblemEachAndAllElseArrives() throws Exception {
    try (Mounted one = Machine.loopMounted("ext4", MIB);
        Mounted other = Machine.loopMounted("xfs", MIB)) {
      Path source = built(one.folder().resolve("source"));
      Path replica = other.folder().resolve("replica");
      var heard = new Recorder();
      Runs.mirror(
          new LinuxTreeProvider(), MirrorOptions.of(source, replica), heard, new Cancellation());
      int first = heard.actions().size();
      assertThat(heard.problems())
          .extracting(Object::toString)
          .containsExactlyInAnyOrder(
              "links/longest: cannot be created: the replica's file system cannot hold this name, or this target",
              "kinds/highest: cannot be created: the replica's file system cannot hold this name, or this device number");
      assertThat(ExactComparer.differences(source, replica, Aspect.DENSITY))
          .containsExactlyInAnyOrder(
              "links/longest: only the source has it", "kinds/highest: only the source has it");
      Runs.mirror(
          new LinuxTreeProvider(), MirrorOptions.of(source, replica), heard, new Cancellation());
      assertThat(heard.problems()).hasSize(4);
      assertThat(heard.actions()).hasSize(first);
    }
  }

  private static Path built(Path folder) throws IOException {
    ExactComparer.assumePresent();
    Files.createDirectory(folder);
    TortureTree.build(folder, PLAN);
    return folder;
  }

  /** What was written as zeros may be a hole; that is no less exact. */
  private static void requireExact(Path source, Path replica) throws Exception {
    assertThat(Rsync.finds(source, replica)).isEmpty();
    requireExactBesidesRsync(source, replica);
  }

  private static void requireExactBesidesRsync(Path source, Path replica) throws Exception {
    assertThat(ExactComparer.differences(source, replica, Aspect.DENSITY)).isEmpty();
    assertThat(mirror(source, replica).counts().actions()).isZero();
  }

  private static MirrorReport mirror(Path source, Path replica) throws Exception {
    var heard = new Recorder();
    MirrorReport report =
        Runs.mirror(
            new LinuxTreeProvider(), MirrorOptions.of(source, replica), heard, new Cancellation());
    assertThat(Machine.openBelow(source)).isEmpty();
    assertThat(Machine.openBelow(replica)).isEmpty();
    assertThat(heard.problems()).isEmpty();
    assertThat(report.isExact()).isTrue();
    return report;
  }
}
