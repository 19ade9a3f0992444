package dev.lockstep.cli;

import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.time.Instant;

/** Makes entries of which only name and kind matter. */
final class Entries {
  private static final Metadata METADATA = new Metadata(0644, 0, 0, Instant.EPOCH);
  private static final Stamp STAMP = new Stamp(FileId.UNKNOWN, 0, Instant.EPOCH, Instant.EPOCH);

  private Entries() {}

  static Entry file(String name) {
    return new Entry.File(Name.of(name), METADATA, STAMP, 1, false);
  }

  static Entry folder(String name) {
    return new Entry.Directory(Name.of(name), METADATA, STAMP);
  }

  static Entry symlink(String name) {
    return new Entry.Symlink(Name.of(name), METADATA, STAMP, 1);
  }
}
