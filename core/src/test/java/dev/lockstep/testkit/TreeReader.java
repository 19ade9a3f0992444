package dev.lockstep.testkit;

import dev.lockstep.model.Kind;
import dev.lockstep.testkit.TreeSpec.File;
import dev.lockstep.testkit.TreeSpec.Folder;
import dev.lockstep.testkit.TreeSpec.Looks;
import dev.lockstep.testkit.TreeSpec.Symlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads a tree into a {@link TreeSpec}, so that it can be written again elsewhere. */
final class TreeReader {
  private final Path root;
  private final Map<Long, String> linked = new HashMap<>();

  private TreeReader(Path root) {
    this.root = root;
  }

  static Folder read(Path root) throws IOException {
    return new TreeReader(root).readFolder("", root);
  }

  /** The entries of a folder in the order of their names. */
  static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private Folder readFolder(String name, Path at) throws IOException {
    List<TreeSpec> children = new ArrayList<>();
    for (Path child : children(at)) {
      children.add(readEntry(child));
    }
    return new Folder(name, children, looks(at, Lstat.of(at)));
  }

  private TreeSpec readEntry(Path at) throws IOException {
    String name = at.getFileName().toString();
    Lstat found = Lstat.of(at);
    if (found.kind() != Kind.DIRECTORY && found.links() > 1) {
      String path = root.relativize(at).toString();
      String first = linked.putIfAbsent(found.inode(), path);
      if (first != null) {
        return TreeSpec.hardLink(name, first);
      }
    }
    return switch (found.kind()) {
      case DIRECTORY -> readFolder(name, at);
      case FILE -> new File(name, Content.of(Files.readAllBytes(at)), looks(at, found));
      case SYMLINK -> new Symlink(name, Files.readSymbolicLink(at).toString(), looks(at, found));
      case SPECIAL -> throw new IOException("no literal for the special file " + at);
    };
  }

  private static Looks looks(Path at, Lstat found) {
    boolean ownersCanBeSet = Machine.isRoot() && Lstat.isOnDisk(at);
    return new Looks(
        found.mode(),
        found.modified(),
        ownersCanBeSet ? found.owner() : Looks.UNSAID,
        ownersCanBeSet ? found.group() : Looks.UNSAID);
  }
}
