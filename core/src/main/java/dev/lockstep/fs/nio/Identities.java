package dev.lockstep.fs.nio;

import dev.lockstep.fs.FileSystemIdentity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Tells file systems apart in a form that survives a reboot. What one backend cannot tell it calls
 * unknown, so that it never contradicts another.
 *
 * @param probe asks file systems themselves
 * @param disks the system's names of disks
 */
record Identities(UuidProbe probe, DiskNames disks) {
  /** What is made anew at each mount, or only shows what the kernel knows. */
  private static final Set<String> FLEETING =
      Set.of(
          "tmpfs",
          "ramfs",
          "devtmpfs",
          "rootfs",
          "proc",
          "sysfs",
          "devpts",
          "cgroup",
          "cgroup2",
          "autofs",
          "debugfs",
          "tracefs",
          "securityfs",
          "configfs",
          "fusectl",
          "pstore",
          "bpf",
          "mqueue",
          "hugetlbfs",
          "nsfs",
          "binfmt_misc",
          "efivarfs",
          "rpc_pipefs",
          "selinuxfs");

  private static final String DEVICES = "/dev/";
  private static final String FUSE_ON_DISK = "fuseblk";

  /**
   * A mount, as mountinfo tells it.
   *
   * @param source what is mounted, such as {@code /dev/sda1} or {@code server:/export}
   * @param device its number
   * @param point where it is mounted
   */
  record Mount(String type, String source, String device, Path point) {
    boolean isOfDisk() {
      return source.startsWith(DEVICES);
    }

    boolean isFleeting() {
      return FLEETING.contains(type);
    }

    boolean isFuse() {
      return type.equals("fuse") || type.startsWith("fuse.");
    }
  }

  /**
   * The identity of what is mounted.
   *
   * @param folder any folder of it that may be opened, by its real path
   */
  FileSystemIdentity of(Mount mount, Path folder) {
    if (mount.isFleeting()) {
      return FileSystemIdentity.UNKNOWN;
    }
    if (mount.isFuse()) {
      return unknown(mount);
    }
    if (!mount.isOfDisk()) {
      return byMount(mount);
    }
    UuidProbe.Answer answer = probe.ask(folder);
    if (answer instanceof UuidProbe.Answer.Uuid(String uuid)) {
      return byUuid(mount, uuid);
    }
    Optional<String> named = disks.uuid(mount.device(), Path.of(mount.source()));
    if (named.isPresent()) {
      return byUuid(mount, named.get());
    }
    boolean hasNone = answer instanceof UuidProbe.Answer.None && !mount.type().equals(FUSE_ON_DISK);
    return hasNone ? byMount(mount) : unknown(mount);
  }

  private static FileSystemIdentity unknown(Mount mount) {
    return FileSystemIdentity.unknown("%s (%s)".formatted(mount.type(), mount.source()));
  }

  private static FileSystemIdentity byUuid(Mount mount, String uuid) {
    return FileSystemIdentity.ofUuid(uuid, mount.type() + " " + uuid + " (" + mount.source() + ")");
  }

  private static FileSystemIdentity byMount(Mount mount) {
    String shown = mount.type() + " " + mount.source() + " at " + mount.point();
    return new FileSystemIdentity(
        String.join(":", "mount", mount.type(), mount.source(), mount.point().toString()), shown);
  }
}
