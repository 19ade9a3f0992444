package dev.lockstep.engine;

import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import java.io.IOException;
import java.util.Optional;

/** Where symbolic links point that are dealt with but not made anew, for who is told of it. */
final class Targets {
  private Targets() {}

  /**
   * Where this entry of the folder points; empty if it is no link, or cannot be read any more,
   * which is no trouble of the run's.
   */
  static Optional<LinkTarget> of(SourceDirectory folder, Entry entry) {
    if (entry.kind() != Kind.SYMLINK) {
      return Optional.empty();
    }
    try {
      return Optional.of(folder.readSymlink(entry.name()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
