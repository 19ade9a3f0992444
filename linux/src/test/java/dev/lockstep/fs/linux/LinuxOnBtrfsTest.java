package dev.lockstep.fs.linux;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The Linux backend on a fresh btrfs. */
final class LinuxOnBtrfsTest extends MountedContract {
  LinuxOnBtrfsTest() {
    super("btrfs", 256);
  }

  @Test
  void theDiskIsAskedByItsDeviceFileWhereThereIsNoNumber() throws IOException {
    assertThatTheDiskIsAsked();
  }
}
