package dev.lockstep.fs.nio;

import dev.lockstep.fs.TreeContract;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.UnixContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The portable backend on a real disk. */
final class NioOnDiskTest extends TreeContract implements UnixContract {
  private final TreeProvider provider = new NioTreeProvider();
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
