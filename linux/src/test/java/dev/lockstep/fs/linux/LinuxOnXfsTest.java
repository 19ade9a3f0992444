package dev.lockstep.fs.linux;

/** The Linux backend on a fresh xfs. */
final class LinuxOnXfsTest extends MountedContract {
  LinuxOnXfsTest() {
    super("xfs", 400);
  }
}
