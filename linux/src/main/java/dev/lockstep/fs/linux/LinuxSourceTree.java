package dev.lockstep.fs.linux;

import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.Storage;
import dev.lockstep.fs.nio.Disks;
import java.nio.file.Path;

/** An open source. */
final class LinuxSourceTree implements SourceTree {
  private final Handle root;
  private final Path realPath;
  private final Access access;

  LinuxSourceTree(Handle root, Path realPath, Access access) {
    this.root = root;
    this.realPath = realPath;
    this.access = access;
  }

  @Override
  public SourceDirectory openRoot() {
    return new LinuxSourceDirectory(root.share(), access);
  }

  @Override
  public Storage storage() {
    return Disks.OF_SYSTEM.under(realPath);
  }

  @Override
  public void close() {
    root.close();
  }
}
