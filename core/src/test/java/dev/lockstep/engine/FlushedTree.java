package dev.lockstep.engine;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import java.io.IOException;

/** A tree of which nothing is asked but to be flushed. */
record FlushedTree(Flush onFlush) implements ReplicaTree {
  /** What a flush comes to. */
  @FunctionalInterface
  interface Flush {
    void make() throws IOException;
  }

  @Override
  public ReplicaDirectory openRoot() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Capabilities capabilities() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void flush() throws IOException {
    onFlush.make();
  }

  @Override
  public void close() {}
}
