package dev.lockstep.fs.linux;

import dev.lockstep.fs.TreeContract;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.UnixContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The Linux backend on the disk that tests run on. */
final class LinuxOnDiskTest extends TreeContract implements UnixContract {
  private final TreeProvider provider = new LinuxTreeProvider();
  @TempDir private Path folder;

  @Override
  public TreeProvider provider() {
    return provider;
  }

  @Override
  public Path workspace() {
    return folder;
  }
}
