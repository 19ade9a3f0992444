package dev.lockstep.fs.nio;

import dev.lockstep.model.Kind;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Refuses an entry that is of another kind than was asked for. */
final class Kinds {
  private Kinds() {}

  static void require(Kind wanted, Kind found, Path path) throws FileSystemException {
    if (found != wanted) {
      throw new FileSystemException(
          path.toString(), null, "is a " + found.word() + ", not a " + wanted.word());
    }
  }
}
