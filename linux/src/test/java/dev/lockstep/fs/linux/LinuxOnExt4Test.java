package dev.lockstep.fs.linux;

/** The Linux backend on a fresh ext4. */
final class LinuxOnExt4Test extends MountedContract {
  LinuxOnExt4Test() {
    super("ext4", 200);
  }
}
