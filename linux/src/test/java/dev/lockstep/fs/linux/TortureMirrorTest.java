package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.ExactComparer;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Rsync;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TortureTree;
import dev.lockstep.testkit.TortureTree.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that a file system can hold arrives, as two judges see it that share no code. */
@Tag("full")
final class TortureMirrorTest {
  @ParameterizedTest
  @CsvSource({"ext4, 600", "xfs, 600", "btrfs, 600", "tmpfs, 600"})
  void everythingArrives(String type, int sizeMib) throws Exception {
    ExactComparer.assumePresent();
    try (Mounted mounted = Machine.loopMounted(type, sizeMib)) {
      Path source = Files.createDirectory(mounted.folder().resolve("source"));
      Path replica = mounted.folder().resolve("replica");
      TortureTree.build(source, Plan.usual(11).deep(20, 120));
      mirror(source, replica, true);
      assertThat(ExactComparer.differences(source, replica, ExactComparer.Aspect.DENSITY))
          .isEmpty();
      assertThat(Rsync.finds(source, replica)).isEmpty();
      assertThat(mirror(source, replica, false).counts().actions()).isZero();
    }
  }

  private static MirrorReport mirror(Path source, Path replica, boolean first) throws Exception {
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
