package dev.lockstep.fs;

import java.nio.file.Path;

/**
 * A place on a file system, however it was reached: the same for every link and mount that leads
 * there.
 *
 * @param fileSystem which one, in the backend's own words
 * @param path the place within it, absolute and normal
 */
public record Region(String fileSystem, Path path) {
  /** Whether one of the two is the other or lies in it. */
  public boolean overlaps(Region other) {
    return fileSystem.equals(other.fileSystem)
        && (path.startsWith(other.path) || other.path.startsWith(path));
  }
}
