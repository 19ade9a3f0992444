package dev.lockstep.fs.linux;

import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Name;
import java.io.IOException;

/** A folder of the source. */
final class LinuxSourceDirectory extends LinuxDirectory implements SourceDirectory {
  LinuxSourceDirectory(Handle handle, Access access) {
    super(handle, access);
  }

  @Override
  public SourceDirectory openDirectory(Name name) throws IOException {
    return new LinuxSourceDirectory(open(name), access());
  }
}
