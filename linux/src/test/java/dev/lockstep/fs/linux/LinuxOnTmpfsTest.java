package dev.lockstep.fs.linux;

/** The Linux backend on a fresh tmpfs. */
final class LinuxOnTmpfsTest extends MountedContract {
  LinuxOnTmpfsTest() {
    super("tmpfs", 200);
  }
}
