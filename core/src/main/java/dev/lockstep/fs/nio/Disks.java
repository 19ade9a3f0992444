package dev.lockstep.fs.nio;

import dev.lockstep.fs.Storage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what file systems lie on, as Linux knows it by mountinfo and sysfs(5). Immutable.
 *
 * <p>That a disk has no moving parts is believed. That it has some is also said of what merely does
 * not tell, so virtual disks and files taken for disks are unknown then.
 *
 * @param sys where sysfs is mounted
 */
public record Disks(Path sys) {
  /** Those of this machine. */
  public static final Disks OF_SYSTEM = new Disks(Path.of("/sys"));

  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb3",
          "9p",
          "afs",
          "ceph",
          "coda",
          "lustre",
          "pvfs2",
          "fuse.sshfs",
          "fuse.rclone",
          "fuse.s3fs",
          "fuse.gcsfuse",
          "fuse.curlftpfs",
          "fuse.davfs",
          "fuse.glusterfs",
          "fuse.ceph-fuse",
          "fuse.juicefs",
          "fuse.gvfsd-fuse");

  /** The major number of file systems that have no device of their own. */
  private static final String ANONYMOUS = "0:";

  /** What the folder at this real path lies on. */
  public Storage under(Path real) {
    try {
      return MountTable.parse(Files.readAllBytes(MountTable.FILE))
          .mountOf(real)
          .map(this::under)
          .orElse(Storage.UNKNOWN);
    } catch (IOException | RuntimeException e) {
      return Storage.UNKNOWN; // Nobody tells here.
    }
  }

  /** What a mounted file system lies on. */
  Storage under(Identities.Mount mount) {
    if (NETWORK.contains(mount.type())) {
      return Storage.NETWORK;
    }
    try {
      Optional<Path> device = device(mount);
      return device.isPresent() ? kindOf(device.get().toRealPath()) : Storage.UNKNOWN;
    } catch (IOException | RuntimeException e) {
      return Storage.UNKNOWN; // It is gone by now, or sysfs is not to be seen here.
    }
  }

  /** Where sysfs describes it; btrfs is known by the device file that was mounted. */
  private Optional<Path> device(Identities.Mount mount) throws IOException {
    if (!mount.device().startsWith(ANONYMOUS)) {
      return Optional.of(sys.resolve("dev/block").resolve(mount.device()));
    }
    if (!mount.isOfDisk()) {
      return Optional.empty();
    }
    return Optional.of(
        sys.resolve("class/block").resolve(Path.of(mount.source()).toRealPath().getFileName()));
  }

  /** A partition is described in the folder of its disk. */
  private static Storage kindOf(Path device) throws IOException {
    boolean isPartition = !Files.isDirectory(device.resolve("queue"));
    Path disk = device.resolve(isPartition ? ".." : "").normalize();
    if (Files.readString(disk.resolve("queue/rotational")).strip().equals("0")) {
      return Storage.SOLID;
    }
    Set<Storage> below = kindsBelow(disk.resolve("slaves"));
    if (!below.isEmpty()) {
      return below.contains(Storage.SPINNING) ? Storage.SPINNING : Storage.UNKNOWN;
    }
    return tells(disk) ? Storage.SPINNING : Storage.UNKNOWN;
  }

  /** What a disk is made of that the system puts together of others, such as LVM's. */
  private static Set<Storage> kindsBelow(Path parts) throws IOException {
    Set<Storage> kinds = new HashSet<>();
    if (Files.isDirectory(parts)) {
      try (DirectoryStream<Path> links = Files.newDirectoryStream(parts)) {
        for (Path link : links) {
          kinds.add(kindOf(link.toRealPath()));
        }
      }
    }
    return kinds;
  }

  /** Whether it is a disk that knows itself; the host of a virtual machine is not asked. */
  private static boolean tells(Path disk) {
    for (Path name : disk) {
      String word = name.toString();
      if (word.startsWith("virtio") || word.startsWith("loop")) {
        return false;
      }
    }
    return true;
  }
}
