package dev.lockstep.testkit;

import dev.lockstep.testkit.TreeSpec.File;
import dev.lockstep.testkit.TreeSpec.Folder;
import dev.lockstep.testkit.TreeSpec.HardLink;
import dev.lockstep.testkit.TreeSpec.Looks;
import dev.lockstep.testkit.TreeSpec.Symlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a {@link TreeSpec}. */
final class TreeWriter {
  private final Path root;

  TreeWriter(Path root) {
    this.root = root;
  }

  void write(TreeSpec spec, Path at) throws IOException {
    switch (spec) {
      case Folder folder -> writeFolder(folder, at);
      case File file -> Files.write(at, file.content().toBytes());
      case Symlink symlink ->
          Files.createSymbolicLink(at, at.getFileSystem().getPath(symlink.target()));
      case HardLink link -> {
        Files.createLink(at, root.resolve(link.to()));
        return;
      }
    }
    setLooks(spec, at);
  }

  private void writeFolder(Folder folder, Path at) throws IOException {
    Files.createDirectories(at);
    for (TreeSpec child : folder.children()) {
      write(child, at.resolve(child.name()));
    }
  }

  private static void setLooks(TreeSpec spec, Path at) throws IOException {
    Looks looks = spec.looks();
    if (looks.owner() != Looks.UNSAID) {
      Lstat.setOwner(at, looks.owner(), looks.group());
    }
    if (!(spec instanceof Symlink)) {
      Lstat.setMode(at, looks.mode());
    }
    Lstat.setModified(at, looks.modified());
  }
}
