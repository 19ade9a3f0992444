package dev.lockstep.fs.linux;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is watched, and where it is: its parent knows it by its name. It stays itself when
 * it is renamed, with all below it. For one thread.
 */
final class WatchedFolder {
  /** The number of no watch. */
  static final int NONE = -1;

  private final Map<Name, WatchedFolder> children = new HashMap<>(0);
  private @Nullable WatchedFolder parent;
  private @Nullable Name name;

  /** Known only if the parent's is. */
  private @Nullable RelativePath path;

  private int watch = NONE;
  private @Nullable WatchedFolder twin;
  private long device;
  private boolean mountPoint;
  private boolean partial;
  private boolean shut;
  private int listed;

  /** The root. */
  static WatchedFolder root() {
    var root = new WatchedFolder();
    root.path = RelativePath.ROOT;
    return root;
  }

  boolean isRoot() {
    return path != null && path.isRoot();
  }

  /** Whether it is the root or somewhere below it. */
  boolean isInTree() {
    WatchedFolder at = this;
    while (at.path == null) {
      at = at.parent;
      if (at == null) {
        return false;
      }
    }
    return true;
  }

  /** The folder that this is in; there is none above the root, and for what has left the tree. */
  @Nullable WatchedFolder parent() {
    return parent;
  }

  Name name() {
    return Objects.requireNonNull(name, "the root has no name");
  }

  /**
   * Where it is.
   *
   * @throws IllegalStateException if it has left the tree
   */
  RelativePath path() {
    Deque<WatchedFolder> below = new ArrayDeque<>();
    WatchedFolder at = this;
    while (at.path == null) {
      below.push(at);
      at = at.parent;
      if (at == null) {
        throw new IllegalStateException("the folder has left the tree");
      }
    }
    RelativePath found = at.path;
    for (WatchedFolder folder : below) {
      found = found.resolve(folder.name());
      folder.path = found;
    }
    return found;
  }

  /** Whether folders in it could not be opened for want of the right to search it. */
  boolean isShut() {
    return shut;
  }

  void setShut(boolean isShut) {
    shut = isShut;
  }

  @Nullable WatchedFolder child(Name child) {
    return children.get(child);
  }

  /** The folders in this one, as they are now. */
  List<WatchedFolder> children() {
    Collection<WatchedFolder> all = children.values();
    return all.isEmpty() ? List.of() : List.copyOf(all);
  }

  /** Adds a folder that is in no other, where this one has none of the name. */
  void add(Name childName, WatchedFolder child) {
    child.parent = this;
    child.name = childName;
    children.put(childName, child);
  }

  /** Leaves the folder that it is in. */
  void leave() {
    if (parent != null) {
      parent.children.remove(name(), this);
      parent = null;
      forgetPaths();
    }
  }

  private void forgetPaths() {
    Deque<WatchedFolder> known = new ArrayDeque<>();
    known.push(this);
    while (!known.isEmpty()) {
      WatchedFolder folder = known.pop();
      if (folder.path != null) {
        folder.path = null;
        folder.children.values().forEach(known::push);
      }
    }
  }

  /** The number of its watch. */
  int watch() {
    return watch;
  }

  /** Another folder that has the same watch, since it is the same inode at another place. */
  @Nullable WatchedFolder twin() {
    return twin;
  }

  /** Takes note of its watch, which another one may have too. */
  void setWatch(int number, @Nullable WatchedFolder other) {
    watch = number;
    twin = other;
  }

  /** Which file system it is on. */
  long device() {
    return device;
  }

  /** Whether something is mounted here, so that its parent hears nothing of it. */
  boolean isMountPoint() {
    return mountPoint;
  }

  void setLook(long newDevice, boolean isMountPoint) {
    device = newDevice;
    mountPoint = isMountPoint;
  }

  /** Whether it has folders that are left out. */
  boolean isPartial() {
    return partial;
  }

  void setPartial(boolean isPartial) {
    partial = isPartial;
  }

  /** After which reading of events it was listed. */
  int listed() {
    return listed;
  }

  void setListed(int reading) {
    listed = reading;
  }
}
