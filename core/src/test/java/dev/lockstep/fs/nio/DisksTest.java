package dev.lockstep.fs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What disks are said to be, in folders that are laid out as in sysfs. */
class DisksTest {
  @TempDir Path sys;
  private Disks disks;

  @BeforeEach
  void makeFolders() throws IOException {
    disks = new Disks(sys);
    Files.createDirectories(sys.resolve("dev/block"));
    Files.createDirectories(sys.resolve("class/block"));
  }

  @Test
  void aWholeDiskIsWhatItSays() throws IOException {
    disk("devices/pci0/ata1/block/sda", "8:0", "1");
    disk("devices/pci0/nvme0/nvme0n1", "259:0", "0");

    assertThat(under("ext4", "8:0")).isEqualTo(Storage.SPINNING);
    assertThat(under("xfs", "259:0")).isEqualTo(Storage.SOLID);
  }

  @Test
  void aPartitionIsWhatItsDiskSays() throws IOException {
    Path spinning = disk("devices/pci0/ata1/block/sda", "8:0", "1");
    Path solid = disk("devices/pci0/ata2/block/sdb", "8:16", "0");
    known(Files.createDirectory(spinning.resolve("sda1")), "8:1");
    known(Files.createDirectory(solid.resolve("sdb1")), "8:17");

    assertThat(under("ext4", "8:1")).isEqualTo(Storage.SPINNING);
    assertThat(under("ext4", "8:17")).isEqualTo(Storage.SOLID);
  }

  @Test
  void whatIsPutTogetherOfDisksIsAsSlowAsTheSlowest() throws IOException {
    Path spinning = disk("devices/pci0/ata1/block/sda", "8:0", "1");
    Path partition = known(Files.createDirectory(spinning.resolve("sda2")), "8:2");
    Path virtual = disk("devices/pci0/virtio1/block/vda", "254:0", "1");
    Path solid = disk("devices/pci0/ata2/block/sdb", "8:16", "0");
    Path mixed = disk("devices/virtual/block/dm-0", "253:0", "1");
    Path ofVirtual = disk("devices/virtual/block/dm-1", "253:1", "1");
    Path ofSolid = disk("devices/virtual/block/dm-2", "253:2", "0");
    part(mixed, solid);
    part(mixed, partition);
    part(ofVirtual, virtual);
    part(ofSolid, solid);

    assertThat(under("ext4", "253:0")).isEqualTo(Storage.SPINNING);
    assertThat(under("ext4", "253:1")).isEqualTo(Storage.UNKNOWN);
    assertThat(under("ext4", "253:2")).isEqualTo(Storage.SOLID);
  }

  @Test
  void whatIsNotTheDiskItselfIsBelievedOnlyWhereItSaysSolid() throws IOException {
    disk("devices/pci0/virtio1/block/vda", "254:0", "1");
    disk("devices/pci0/virtio2/block/vdb", "254:16", "0");
    disk("devices/virtual/block/loop0", "7:0", "1");

    assertThat(under("ext4", "254:0")).isEqualTo(Storage.UNKNOWN);
    assertThat(under("ext4", "254:16")).isEqualTo(Storage.SOLID);
    assertThat(under("ext4", "7:0")).isEqualTo(Storage.UNKNOWN);
  }

  /** Any file does for the device file that was mounted. */
  @Test
  void aFileSystemWithoutANumberOfADeviceIsKnownByItsDeviceFile() throws IOException {
    Path disk = disk("devices/pci0/ata1/block/sda", "8:0", "1");
    Files.createSymbolicLink(sys.resolve("class/block/null"), disk);

    assertThat(under("btrfs", "/dev/null", "0:40")).isEqualTo(Storage.SPINNING);
    assertThat(under("btrfs", "/dev/gone", "0:40")).isEqualTo(Storage.UNKNOWN);
    assertThat(under("zfs", "tank/data", "0:41")).isEqualTo(Storage.UNKNOWN);
    assertThat(under("tmpfs", "tmpfs", "0:42")).isEqualTo(Storage.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "fuse.sshfs", "fuse.rclone"})
  void anotherMachineIsKnownByTheTypeOfFileSystem(String type) {
    assertThat(under(type, "server:/export", "0:50")).isEqualTo(Storage.NETWORK);
  }

  @Test
  void whatIsNotDescribedIsUnknown() throws IOException {
    known(Files.createDirectories(sys.resolve("devices/odd/block/odd0/queue")).getParent(), "9:9");

    assertThat(under("ext4", "8:99")).isEqualTo(Storage.UNKNOWN);
    assertThat(under("ext4", "9:9")).isEqualTo(Storage.UNKNOWN);
    assertThat(under("fuse.mergerfs", "1:2", "0:60")).isEqualTo(Storage.UNKNOWN);
  }

  @Test
  void whatHasNoPlaceOnADiskIsUnknown() {
    assertThat(Disks.OF_SYSTEM.under(Path.of("/proc/self"))).isEqualTo(Storage.UNKNOWN);
  }

  private Storage under(String type, String device) {
    return under(type, "/dev/any", device);
  }

  private Storage under(String type, String source, String device) {
    return disks.under(new Identities.Mount(type, source, device, Path.of("/mnt")));
  }

  private Path disk(String place, String number, String rotational) throws IOException {
    Path disk = sys.resolve(place);
    Files.createDirectories(disk.resolve("queue"));
    Files.writeString(disk.resolve("queue/rotational"), rotational + "\n");
    Files.createDirectory(disk.resolve("slaves"));
    return known(disk, number);
  }

  private Path known(Path device, String number) throws IOException {
    Files.createSymbolicLink(sys.resolve("dev/block").resolve(number), device);
    return device;
  }

  private static void part(Path disk, Path part) throws IOException {
    Files.createSymbolicLink(disk.resolve("slaves").resolve(part.getFileName()), part);
  }
}
