package dev.lockstep.fs.nio;

import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Name;
import java.io.IOException;

/** A folder of the source. */
final class NioSourceDirectory extends NioDirectory implements SourceDirectory {
  NioSourceDirectory(OpenFolder folder) {
    super(folder);
  }

  @Override
  public SourceDirectory openDirectory(Name name) throws IOException {
    return new NioSourceDirectory(folder().openFolder(name));
  }
}
