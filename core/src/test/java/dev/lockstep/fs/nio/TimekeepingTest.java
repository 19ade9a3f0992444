package dev.lockstep.fs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.StampEvidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How finely changes are told apart. */
class TimekeepingTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, 6.13.0, true",
    "Linux, 6.13-rc1, true",
    "Linux, 7.0.1-amd64, true",
    "Linux, 6.12.99, false",
    "Linux, 5.15.0-130-generic, false",
    "Linux, unknown, false",
    "Mac OS X, 15.1, false"
  })
  void multigrainTimesCameWithLinux613(String system, String release, boolean has) {
    assertThat(Timekeeping.hasMultigrain(system, release)).isEqualTo(has);
  }

  @Test
  void whatIsNotKnownIsTrustedLess() {
    assertThat(Timekeeping.of("ext3")).isEqualTo(StampEvidence.COARSE);
    assertThat(Timekeeping.of("nfs4")).isEqualTo(StampEvidence.FOREIGN);
    assertThat(Timekeeping.of("vfat")).isEqualTo(StampEvidence.WEAK);
    assertThat(Timekeeping.of("fuse.sshfs")).isEqualTo(StampEvidence.WEAK);
    assertThat(Timekeeping.ofMounted("no device")).isEqualTo(StampEvidence.FOREIGN);
  }
}
