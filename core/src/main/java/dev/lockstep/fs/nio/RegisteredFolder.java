package dev.lockstep.fs.nio;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder that the watch service watches at this place, and those in it. */
final class RegisteredFolder {
  private final @Nullable RegisteredFolder parent;
  private final Path path;
  private final RelativePath relative;
  private final Map<Name, RegisteredFolder> children = new HashMap<>(0);
  private @Nullable WatchKey key;
  private long fileSystem;
  private boolean shut;

  /** A folder at a path, in this one; the root is in none. */
  RegisteredFolder(@Nullable RegisteredFolder parent, Path path, RelativePath relative) {
    this.parent = parent;
    this.path = path;
    this.relative = relative;
  }

  /** The folder that it is in; there is none above the root. */
  @Nullable RegisteredFolder parent() {
    return parent;
  }

  Path path() {
    return path;
  }

  RelativePath relative() {
    return relative;
  }

  /** The folders in it that are watched. */
  Map<Name, RegisteredFolder> children() {
    return children;
  }

  /** Whether something in it could not be looked at, be it for want of the right to search it. */
  boolean isShut() {
    return shut;
  }

  void setShut(boolean isShut) {
    shut = isShut;
  }

  @Nullable WatchKey key() {
    return key;
  }

  long fileSystem() {
    return fileSystem;
  }

  void register(WatchKey newKey, long newFileSystem) {
    key = newKey;
    fileSystem = newFileSystem;
  }
}
