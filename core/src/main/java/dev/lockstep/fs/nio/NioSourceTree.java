package dev.lockstep.fs.nio;

import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import java.io.IOException;
import java.nio.file.Path;

/** A source below a real path. */
final class NioSourceTree implements SourceTree {
  private final Access access;
  private final Path realPath;

  NioSourceTree(Access access, Path realPath) {
    this.access = access;
    this.realPath = realPath;
  }

  @Override
  public SourceDirectory openRoot() throws IOException {
    return new NioSourceDirectory(OpenFolder.open(access, new Place.Settled(realPath)));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
