package dev.lockstep.engine;

import dev.lockstep.engine.ReopenedFolders.Reopened;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import java.io.IOException;
import java.util.Optional;

/**
 * What both sides have under one name now.
 *
 * @param at the folder that holds it
 */
record FileLook(Reopened at, Optional<Entry> source, Optional<Entry> replica) {
  static FileLook at(Reopened at, Name name) throws IOException {
    return new FileLook(at, at.folder().source().entry(name), at.folder().replica().entry(name));
  }

  /** The pair; the source has the name. */
  Pair pair() {
    return Pair.of(source.orElseThrow(), replica);
  }

  boolean isOf(Kind kind) {
    return source.filter(entry -> entry.kind() == kind).isPresent();
  }

  boolean isFolderInReplica() {
    return replica.filter(entry -> entry.kind() == Kind.DIRECTORY).isPresent();
  }

  boolean isLinked() {
    return source.filter(entry -> entry.links() > 1).isPresent()
        || replica.filter(entry -> entry.links() > 1).isPresent();
  }
}
