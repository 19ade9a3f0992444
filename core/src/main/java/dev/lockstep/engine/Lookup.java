package dev.lockstep.engine;

import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.Optional;

/** Looks up what a tree has under a path now, name by name from its root. */
final class Lookup {
  private Lookup() {}

  /** Sees each look, and may object to it. */
  @FunctionalInterface
  interface Witness {
    /** Hears what a folder was found to have. */
    void saw(ReadableDirectory folder, Name name, Optional<Entry> found) throws IOException;
  }

  /**
   * What there is; empty also if a folder on the way is gone.
   *
   * @param root is closed
   */
  static Optional<Entry> find(ReadableDirectory root, RelativePath path, Witness witness)
      throws IOException {
    ReadableDirectory at = root;
    try {
      Optional<Entry> found = Optional.empty();
      for (Name name : path.names()) {
        if (found.isPresent()) {
          if (found.get().kind() != Kind.DIRECTORY) {
            return Optional.empty();
          }
          ReadableDirectory below = at.openDirectory(found.get().name());
          at.close();
          at = below;
        }
        found = at.entry(name);
        witness.saw(at, name, found);
        if (found.isEmpty()) {
          return found;
        }
      }
      return found;
    } finally {
      at.close();
    }
  }
}
