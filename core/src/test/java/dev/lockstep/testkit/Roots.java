package dev.lockstep.testkit;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lockstep.api.MirrorOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two roots of a test, side by side in a folder of their own. Neither is made yet. */
public record Roots(Path source, Path replica) implements Closeable {
  /** Roots on a file system in memory, which is gone when they are closed. */
  public static Roots inMemory() throws IOException {
    FileSystem memory =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .build());
    Path home = Files.createDirectories(memory.getPath("/home"));
    return in(home);
  }

  /** Roots in this folder. */
  public static Roots in(Path folder) {
    return new Roots(folder.resolve("source"), folder.resolve("replica"));
  }

  /** The usual options for these roots, with one worker so that every run goes the same way. */
  public MirrorOptions options() {
    return MirrorOptions.of(source, replica).withJobs(1);
  }

  @Override
  public void close() throws IOException {
    FileSystem fileSystem = source.getFileSystem();
    if (!fileSystem.equals(FileSystems.getDefault())) {
      fileSystem.close();
    }
  }
}
