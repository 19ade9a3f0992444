package dev.lockstep.cli;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a path leads once every link is followed, also where nothing is there yet. */
final class RealPlace {
  private static final int MOST_LINKS = 40;

  private int links;

  private RealPlace() {}

  /** Where this path leads; what cannot be followed is taken as it is written. */
  static Path of(Path path) {
    try {
      return new RealPlace().follow(path.toAbsolutePath());
    } catch (IOException e) {
      // Opening it will fail for the same reason, and say so.
      return path.toAbsolutePath().normalize();
    }
  }

  /**
   * Whether a place is this folder or lies in it, also where the folder is mounted a second time.
   */
  static boolean isInside(Path place, Path folder) {
    Path real = of(place);
    if (real.startsWith(of(folder))) {
      return true;
    }
    for (Path above = real; above != null; above = above.getParent()) {
      if (isSame(above, folder)) {
        return true;
      }
    }
    return false;
  }

  private Path follow(Path path) throws IOException {
    Path name = path.getFileName();
    Path parent = path.getParent();
    if (name == null || parent == null) {
      return path;
    }
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    if (Files.isSymbolicLink(path)) {
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      return follow(parent.resolve(Files.readSymbolicLink(path)));
    }
    return follow(parent).resolve(name).normalize();
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      // One of them is not there, or cannot be looked at: then it is no second mount of the other.
      return false;
    }
  }
}
