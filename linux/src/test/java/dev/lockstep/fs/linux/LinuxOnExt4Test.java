package dev.lockstep.fs.linux;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The Linux backend on a fresh ext4. */
final class LinuxOnExt4Test extends MountedContract {
  LinuxOnExt4Test() {
    super("ext4", 200);
  }

  @Test
  void theDiskIsAskedWhetherItSpins() throws IOException {
    assertThatTheDiskIsAsked();
  }
}
