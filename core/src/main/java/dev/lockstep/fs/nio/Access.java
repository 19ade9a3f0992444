package dev.lockstep.fs.nio;

import java.nio.file.FileSystem;

/** How one file system is spoken to, chosen once per tree. */
record Access(Attributes attributes, Spelling spelling) {
  static Access to(FileSystem fileSystem) {
    return new Access(Attributes.of(fileSystem), Spelling.of(fileSystem));
  }
}
