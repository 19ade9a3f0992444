package dev.lockstep.fs.nio;

import java.io.IOException;
import java.nio.file.FileSystem;

/**
 * How one file system is spoken to, chosen once per tree.
 *
 * @param regions where what is mounted, as it was then
 */
record Access(Attributes attributes, Spelling spelling, Regions regions) {
  static Access to(FileSystem fileSystem) throws IOException {
    return new Access(Attributes.of(fileSystem), Spelling.of(fileSystem), Regions.of(fileSystem));
  }
}
