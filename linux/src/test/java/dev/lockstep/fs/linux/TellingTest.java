package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.Watching;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TellingTest {
  @Test
  void fileSystemsThatOnlyThisMachineChangesTellOfEveryChange() {
    long[] trusted = {0xef53L, 0x58465342L, 0x9123683eL, 0x01021994L, 0xf2f52010L, 0x2fc12fc1L};
    for (long magic : trusted) {
      assertThat(Telling.lack(magic)).as("%x", magic).isEmpty();
    }
  }

  @Test
  void thoseThatAreChangedElsewhereAreNamed() {
    assertThat(Telling.lack(0x6969L))
        .contains("its file system, NFS, tells of no changes made elsewhere");
    assertThat(Telling.lack(0xfe534d42L)).get().asString().contains("SMB");
    assertThat(Telling.lack(0x65735546L)).get().asString().contains("FUSE");
    assertThat(Telling.lack(0x794c7630L)).get().asString().contains("overlayfs");
  }

  @Test
  void whatIsNotKnownIsNotTrusted() throws IOException {
    assertThat(Telling.lack(0x4d44L)).get().asString().contains("0x4d44");
    Watching watching =
        new LinuxTreeProvider()
            .watch(Path.of("/proc/self"), new Watching.Scope(path -> true, false));
    assertThat(watching).isInstanceOf(Watching.Unfit.class);
  }
}
