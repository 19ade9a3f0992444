package dev.lockstep.apply;

import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Metadata;
import java.io.IOException;
import java.util.Optional;

/** Finds out what metadata an entry of the replica is to be given. Immutable. */
final class Dress {
  private final Carried carried;

  Dress(Carried carried) {
    this.carried = carried;
  }

  /** Whether extended attributes have to be read at all. */
  boolean readsAttributes() {
    return !carried.attributes().isEmpty();
  }

  /** What the source's folder has of an entry that was looked at, with its extended attributes. */
  Metadata ofSource(ReadableDirectory folder, Entry entry) throws IOException {
    return readsAttributes()
        ? entry.metadata().withAttributes(folder.attributes(entry.name()))
        : entry.metadata();
  }

  /** What the source's folder itself has. */
  Metadata ofSource(ReadableDirectory folder, Metadata metadata) throws IOException {
    return readsAttributes() ? metadata.withAttributes(folder.attributes()) : metadata;
  }

  /**
   * What a staged entry is to have.
   *
   * @param source what the source's entry has, extended attributes included
   * @param old what it is to replace, if that is of the same kind
   */
  Metadata expected(Metadata source, Optional<Entry> old, ReplicaDirectory folder)
      throws IOException {
    if (old.isEmpty()) {
      return carried.expectedOfNew(source);
    }
    Entry replaced = old.get();
    Metadata has =
        carried.keepsSome()
            ? replaced.metadata().withAttributes(folder.attributes(replaced.name()))
            : replaced.metadata();
    return carried.expectedInPlaceOf(replaced.kind(), has, source);
  }
}
