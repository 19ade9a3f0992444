package dev.lockstep.fs.nio;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lockstep.fs.TreeContract;
import dev.lockstep.fs.TreeProvider;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** The portable backend over another provider than the default one. */
final class NioOnJimfsTest extends TreeContract {
  private final TreeProvider provider = new NioTreeProvider();
  private final FileSystem fileSystem =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder().setAttributeViews("unix", "posix", "owner").build());

  @Override
  public TreeProvider provider() {
    return provider;
  }

  @Override
  public Path workspace() {
    return fileSystem.getPath("/work");
  }

  @AfterEach
  void closeFileSystem() throws IOException {
    fileSystem.close();
  }
}
