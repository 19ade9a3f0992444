package dev.lockstep.bench;

import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of empty files for one benchmark, open through a backend; gone when it is closed. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final int files;
  private final SourceTree tree;
  private final SourceDirectory directory;

  /** Makes so many files, named as {@link Samples} do. */
  public TemporaryFolder(int files, TreeProvider backend) throws IOException {
    this.path = Files.createTempDirectory("micro-");
    this.files = files;
    for (int number = 0; number < files; number++) {
      Files.createFile(file(number));
    }
    this.tree = backend.openSource(path);
    this.directory = tree.openRoot();
  }

  /** Where the file of this number lies. */
  public Path file(int number) {
    return path.resolve(Samples.name(number).toString());
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The open folder. */
  public SourceDirectory open() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    directory.close();
    tree.close();
    for (int number = 0; number < files; number++) {
      Files.delete(file(number));
    }
    Files.delete(path);
  }
}
