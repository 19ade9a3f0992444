package dev.lockstep.fs.linux;

import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;

/** An open source. */
final class LinuxSourceTree implements SourceTree {
  private final Handle root;
  private final Access access;

  LinuxSourceTree(Handle root, Access access) {
    this.root = root;
    this.access = access;
  }

  @Override
  public SourceDirectory openRoot() {
    return new LinuxSourceDirectory(root.share(), access);
  }

  @Override
  public void close() {
    root.close();
  }
}
