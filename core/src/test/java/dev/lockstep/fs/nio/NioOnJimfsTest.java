package dev.lockstep.fs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lockstep.fs.TreeContract;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

  @Test
  void whoHasNoHardLinksSaysSo() throws IOException {
    assertThat(capabilities().carried().hardLinks()).isFalse();
    write(replicaRoot().resolve("a"), "text");
    FileId id = entry(replica(), "a").stamp().id();
    assertThatThrownBy(() -> replica().stageLink(Name.of("b"), replica(), Name.of("a"), id))
        .isInstanceOf(UncarriableException.class);
    assertThat(names(replicaRoot())).containsExactly("a");
  }
}
