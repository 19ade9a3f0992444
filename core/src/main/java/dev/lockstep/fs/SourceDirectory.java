package dev.lockstep.fs;

import dev.lockstep.model.Name;
import java.io.IOException;

/** An open folder of the source. It has no operation that writes. */
public interface SourceDirectory extends ReadableDirectory {
  @Override
  SourceDirectory openDirectory(Name name) throws IOException;
}
