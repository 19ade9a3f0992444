package dev.lockstep.fs.nio;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.Region;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells on which file system a real path is, and where in it. */
interface Regions {
  /** The way for this file system. */
  static Regions of(FileSystem fileSystem) throws IOException {
    if (!ByteSpelling.serves(fileSystem) || !Files.exists(MountTable.FILE)) {
      return new ByRoot();
    }
    return MountTable.parse(Files.readAllBytes(MountTable.FILE));
  }

  /** The place that the path, of which the end may be missing, leads to. */
  Region at(Path real);

  /** The places of the file systems mounted below the path. */
  List<Region> below(Path real);

  /** Which file system the path, of which the end may be missing, leads to. */
  FileSystemIdentity identity(Path real, Identities identities);

  /** What is mounted below the path. */
  List<NestedMount> mountsBelow(Path real, Identities identities);

  /** Whether something is mounted at this very path, be it a folder of the same file system. */
  boolean isMountPoint(Path real);

  /** Takes the path for the place: mounts, and other ways to one folder, go unnoticed. */
  record ByRoot() implements Regions {
    @Override
    public Region at(Path real) {
      return new Region(real.getRoot().toUri().toString(), real);
    }

    @Override
    public List<Region> below(Path real) {
      return List.of();
    }

    @Override
    public FileSystemIdentity identity(Path real, Identities identities) {
      return FileSystemIdentity.UNKNOWN;
    }

    @Override
    public List<NestedMount> mountsBelow(Path real, Identities identities) {
      return List.of();
    }

    @Override
    public boolean isMountPoint(Path real) {
      return false;
    }
  }
}
