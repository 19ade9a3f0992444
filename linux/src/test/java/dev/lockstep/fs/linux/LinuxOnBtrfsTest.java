package dev.lockstep.fs.linux;

/** The Linux backend on a fresh btrfs. */
final class LinuxOnBtrfsTest extends MountedContract {
  LinuxOnBtrfsTest() {
    super("btrfs", 256);
  }
}
