package dev.lockstep.fs.nio;

import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Node;
import dev.lockstep.model.Stamp;

/** What one look at a path found there. */
record Found(Kind kind, Metadata metadata, Stamp stamp, long links, Node node) {
  FileId id() {
    return stamp.id();
  }

  Entry as(Name name) {
    return switch (kind) {
      case FILE -> asFile(name);
      case DIRECTORY -> new Entry.Directory(name, metadata, stamp);
      case SYMLINK -> new Entry.Symlink(name, metadata, stamp, links);
      case SPECIAL -> new Entry.Special(name, metadata, stamp, links, node);
    };
  }

  Entry.File asFile(Name name) {
    return new Entry.File(name, metadata, stamp, links, false);
  }
}
