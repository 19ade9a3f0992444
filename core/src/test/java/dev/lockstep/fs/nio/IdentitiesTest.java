package dev.lockstep.fs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How file systems are told apart, by tables of mounts and names of disks. */
final class IdentitiesTest {
  private static final String UUID = "5f3c0000-1111-2222-3333-444455556666";

  @TempDir private Path folder;
  private Path disk;
  private DiskNames names;

  @BeforeEach
  void nameADisk() throws IOException {
    folder = folder.toRealPath();
    disk = Files.createFile(folder.resolve("disk"));
    names = new DiskNames(Files.createDirectory(folder.resolve("by-uuid")));
    Files.createSymbolicLink(names.folder().resolve(UUID), Path.of("../disk"));
    Files.createSymbolicLink(names.folder().resolve("0000-0000"), Path.of("../pulled-out"));
  }

  @Test
  void aDiskIsFoundByWhereItsNameLeads() {
    assertThat(names.uuid("8:1", disk)).contains(UUID);
    assertThat(names.uuid("8:1", folder.resolve("by-uuid").resolve(UUID))).contains(UUID);
    assertThat(names.uuid("8:1", folder.resolve("other"))).isEmpty();
    assertThat(new DiskNames(folder.resolve("none")).uuid("8:1", disk)).isEmpty();
  }

  @Test
  void whatTheFileSystemSaysOfItselfIsItsIdentity() {
    assertThat(of("ext4", "/dev/sda1", new UuidProbe.Answer.Uuid(UUID)))
        .isEqualTo(new FileSystemIdentity("uuid:" + UUID, "ext4 " + UUID + " (/dev/sda1)"));
  }

  @Test
  void aDiskWithoutAnyNameGoesByItsMountOnlyIfItIsSureToHaveNone() {
    assertThat(of("vfat", "/dev/none", new UuidProbe.Answer.None()).key())
        .isEqualTo("mount:vfat:/dev/none:/mnt");
    assertThat(of("ext4", "/dev/none", new UuidProbe.Answer.Untold()).isKnown()).isFalse();
  }

  @Test
  void theNetworkGoesByTypeSourceAndMountPointForEveryBackend() {
    FileSystemIdentity told = of("nfs4", "server:/export", new UuidProbe.Answer.None());
    assertThat(told)
        .isEqualTo(
            new FileSystemIdentity("mount:nfs4:server:/export:/mnt", "nfs4 server:/export at /mnt"))
        .isEqualTo(of("nfs4", "server:/export", new UuidProbe.Answer.Untold()));
  }

  @Test
  void whatIsMadeAnewAtEachMountIsUnknown() {
    for (String type : new String[] {"tmpfs", "proc", "autofs"}) {
      assertThat(of(type, "/dev/x", new UuidProbe.Answer.Uuid(UUID)))
          .isEqualTo(FileSystemIdentity.UNKNOWN);
    }
  }

  @Test
  void whatAProgramServesIsUnknownButMissed() {
    for (String type : new String[] {"fuse.sshfs", "fuse"}) {
      FileSystemIdentity told = of(type, "host:", new UuidProbe.Answer.Uuid(UUID));
      assertThat(told.isKnown()).isFalse();
      assertThat(told.isMissed()).isTrue();
      assertThat(told.shown()).isEqualTo(type + " (host:)");
    }
    assertThat(FileSystemIdentity.UNKNOWN.isMissed()).isFalse();
  }

  @Test
  void mountsBelowAFolderAreToldWithTheirPathsFromIt() {
    MountTable table =
        table(
            "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw",
            "30 22 0:50 / /data/a\\040b rw shared:2 master:1 - nfs server:/a\\040b rw",
            "31 22 0:51 / /elsewhere rw - nfs server:/c rw");
    var identities = new Identities(UuidProbe.NONE, names);
    assertThat(table.mountsBelow(Path.of("/data"), identities))
        .containsExactly(
            new NestedMount(
                RelativePath.of("a b"),
                new FileSystemIdentity(
                    "mount:nfs:server:/a b:/data/a b", "nfs server:/a b at /data/a b")));
    assertThat(table.identity(Path.of("/elsewhere/x"), identities).key())
        .isEqualTo("mount:nfs:server:/c:/elsewhere");
  }

  private FileSystemIdentity of(String type, String source, UuidProbe.Answer answer) {
    var mount = new Identities.Mount(type, source, "8:99", Path.of("/mnt"));
    return new Identities(_ -> answer, names).of(mount, Path.of("/mnt/x"));
  }

  private static MountTable table(String... lines) {
    return MountTable.parse(
        (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}
