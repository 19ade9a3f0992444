package dev.lockstep.fs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.Storage;
import dev.lockstep.fs.TreeContract;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.UnixContract;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** The Linux backend on a fresh file system of one type. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MountedContract extends TreeContract implements UnixContract {
  private final TreeProvider provider = new LinuxTreeProvider();
  private final String type;
  private final int sizeMib;
  private Mounted mounted;
  private Path workspace;

  MountedContract(String type, int sizeMib) {
    this.type = type;
    this.sizeMib = sizeMib;
  }

  @BeforeAll
  void mount() throws IOException {
    mounted = Machine.loopMounted(type, sizeMib);
    Machine.run(
        "chmod", "0755", mounted.folder().toString(), mounted.folder().getParent().toString());
  }

  @AfterAll
  void unmount() throws IOException {
    mounted.close();
  }

  @BeforeEach
  @Override
  public void makeRoots() throws IOException {
    workspace = Files.createTempDirectory(mounted.folder(), "test");
    super.makeRoots();
  }

  /** Whatever is opened in a test, nothing stays open. */
  @AfterEach
  @Override
  public void closeAll() throws IOException {
    super.closeAll();
    assertThat(Machine.openBelow(mounted.folder())).isEmpty();
  }

  /** Of what the disk says of itself, only that it is solid is believed of a loop device. */
  void assertThatTheDiskIsAsked() throws IOException {
    Path rotational = mounted.sysfs().resolve("queue/rotational");
    assertThat(storageSaying(rotational, "0")).isEqualTo(Storage.SOLID);
    assertThat(storageSaying(rotational, "1")).isEqualTo(Storage.UNKNOWN);
  }

  private Storage storageSaying(Path rotational, String word) throws IOException {
    Files.writeString(rotational, word);
    try (SourceTree source = provider.openSource(sourceRoot());
        ReplicaTree replica = provider.openReplica(replicaRoot())) {
      assertThat(replica.storage()).isEqualTo(source.storage());
      return source.storage();
    }
  }

  @Override
  public TreeProvider provider() {
    return provider;
  }

  @Override
  public Path workspace() {
    return workspace;
  }
}
