package dev.lockstep.fs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.Region;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where paths lead, by tables of mounts as Linux writes them. */
final class MountTableTest {
  private static final String ROOT = "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw";

  @Test
  void aPathIsOnTheLowestMountAboveIt() {
    MountTable table = table(ROOT, "30 22 8:2 / /home rw - xfs /dev/sdb rw");
    assertThat(table.at(Path.of("/home/me"))).isEqualTo(region("8:2", "/me"));
    assertThat(table.at(Path.of("/home"))).isEqualTo(region("8:2", "/"));
    assertThat(table.at(Path.of("/homes"))).isEqualTo(region("8:1", "/homes"));
    assertThat(table.at(Path.of("/"))).isEqualTo(region("8:1", "/"));
  }

  @Test
  void theTypeOfADeviceIsThatOfItsMount() {
    String table = ROOT + "\n30 22 8:2 / /home rw shared:2 master:1 - ext3 /dev/sdb rw\n";
    byte[] content = table.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(MountTable.typeOf("8:2", content)).hasValue("ext3");
    assertThat(MountTable.typeOf("8:1", content)).hasValue("ext4");
    assertThat(MountTable.typeOf("8:3", content)).isEmpty();
  }

  @Test
  void aFolderThatIsMountedElsewhereIsTheSamePlace() {
    MountTable table = table(ROOT, "30 22 8:1 /srv/data /mnt rw - ext4 /dev/sda1 rw");
    assertThat(table.at(Path.of("/mnt/x"))).isEqualTo(table.at(Path.of("/srv/data/x")));
  }

  @Test
  void aLaterMountCoversAnEarlierOneOnTheSameFolder() {
    MountTable table =
        table(
            ROOT, "30 22 8:2 / /mnt rw - xfs /dev/sdb rw", "31 30 8:3 / /mnt rw - xfs /dev/sdc rw");
    assertThat(table.at(Path.of("/mnt/x"))).isEqualTo(region("8:3", "/x"));
    assertThat(table.below(Path.of("/"))).containsExactly(region("8:3", "/"));
  }

  @Test
  void aMountOnAFolderAboveHidesTheOnesBelow() {
    MountTable table =
        table(ROOT, "30 22 8:2 / /a/b rw - xfs /dev/sdb rw", "31 22 8:3 / /a rw - xfs /dev/sdc rw");
    assertThat(table.at(Path.of("/a/b"))).isEqualTo(region("8:3", "/b"));
    assertThat(table.below(Path.of("/"))).containsExactly(region("8:3", "/"));
  }

  @Test
  void theMountsBelowAFolderDoNotIncludeItsOwnNorItsNeighbours() {
    MountTable table =
        table(
            ROOT,
            "30 22 8:2 / /a rw - xfs /dev/sdb rw",
            "31 30 8:3 /deep /a/b rw - xfs /dev/sdc rw",
            "32 22 8:4 / /ab rw - xfs /dev/sdd rw");
    assertThat(table.below(Path.of("/a"))).containsExactly(region("8:3", "/deep"));
    assertThat(table.below(Path.of("/a/b"))).isEmpty();
  }

  @Test
  void namesAreUnescapedAndNeedNotBeText() {
    MountTable table =
        table(ROOT, "30 22 8:2 /x\\134y /a\\040b\\011\\012\u00ff rw - xfs /dev/sdb rw");
    Path path = Path.of(URI.create("file:///a%20b%09%0A%FF/c"));
    assertThat(table.at(path)).isEqualTo(region("8:2", "/x\\y/c"));
  }

  @Test
  void whatIsMountedNeedNotBeAFolder() {
    MountTable table =
        table(
            ROOT,
            "30 22 0:4 net:[4026531840] /run/netns/x rw - nsfs nsfs rw",
            "31 22 8:1 /gone//deleted /mnt rw - ext4 /dev/sda1 rw");
    assertThat(table.at(Path.of("/run/netns/x")).fileSystem()).isEqualTo("0:4");
    assertThat(table.at(Path.of("/mnt/x")).fileSystem()).isEqualTo("8:1");
  }

  @Test
  void theTopmostMountMayBeItsOwnParentAndMayBeCovered() {
    MountTable table =
        table("1 1 0:2 / / rw - rootfs rootfs rw", "22 1 8:1 / / rw - ext4 /dev/sda1 rw");
    assertThat(table.at(Path.of("/x"))).isEqualTo(region("8:1", "/x"));
  }

  @Test
  void withoutATopmostMountAPathIsItsOwnPlace() {
    MountTable table = table("30 22 8:2 / /mnt rw - xfs /dev/sdb rw");
    assertThat(table.at(Path.of("/a")).overlaps(table.at(Path.of("/a/b")))).isTrue();
    assertThat(table.at(Path.of("/a")).overlaps(table.at(Path.of("/b")))).isFalse();
  }

  private static MountTable table(String... lines) {
    return MountTable.parse(
        (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Region region(String fileSystem, String path) {
    return new Region(fileSystem, Path.of(path));
  }
}
