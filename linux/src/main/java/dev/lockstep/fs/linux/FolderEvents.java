package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.InotifyEvents;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes hints of the events of inotify, and keeps the tree of watched folders true to them. For one
 * thread.
 *
 * <p>An event may be older than what was listed meanwhile. Hence what a folder's event says of the
 * tree is looked up, where it matters, and later events put right what an early one makes wrong.
 */
final class FolderEvents {
  private static final int ROOT_IS_GONE =
      Constants.IN_IGNORED
          | Constants.IN_UNMOUNT
          | Constants.IN_DELETE_SELF
          | Constants.IN_MOVE_SELF;

  private final WatchedTree tree;

  /** Folders that left their places, by what the other half of the rename will have too. */
  private final Map<Integer, WatchedFolder> leaving = new HashMap<>();

  FolderEvents(WatchedTree tree) {
    this.tree = tree;
  }

  /**
   * Handles an event.
   *
   * @throws IOException if the root is gone
   */
  void handle(long event, Hints hints) throws IOException {
    int mask = InotifyEvents.mask(event);
    if (has(mask, Constants.IN_Q_OVERFLOW)) {
      overflow(hints);
      return;
    }
    int watch = InotifyEvents.wd(event);
    @Nullable WatchedFolder folder = tree.owner(watch);
    if (folder != null && folder.isRoot() && has(mask, ROOT_IS_GONE)) {
      throw tree.gone(reason(mask));
    }
    while (folder != null) {
      @Nullable WatchedFolder next = folder.twin();
      // In between it may have been dropped, or have left its place.
      if (folder.watch() == watch && folder.isInTree()) {
        handle(folder, event, hints);
      }
      folder = next;
    }
    if (has(mask, Constants.IN_IGNORED)) {
      tree.forget(watch);
    }
  }

  private static String reason(int mask) {
    if (has(mask, Constants.IN_MOVE_SELF)) {
      return "it was moved";
    }
    return has(mask, Constants.IN_DELETE_SELF) ? "it was removed" : "it was unmounted or removed";
  }

  /** Whether folders have left their places to where nobody knows. */
  boolean areLeaving() {
    return !leaving.isEmpty();
  }

  /** Of the folders that are leaving, nothing further was heard: they have left the tree. */
  void settle() {
    leaving.values().forEach(tree::drop);
    leaving.clear();
  }

  private void overflow(Hints hints) throws IOException {
    if (tree.watchAll() != 0) {
      throw tree.gone("it can no longer be listed");
    }
    hints.everything(
        "Changes came faster than they were heard: " + KernelLimit.INOTIFY_QUEUE.shown() + ".");
  }

  private void handle(WatchedFolder folder, long event, Hints hints) throws IOException {
    int mask = InotifyEvents.mask(event);
    if (has(mask, Constants.IN_UNMOUNT)) {
      unmounted(folder, hints);
    } else if (InotifyEvents.len(event) == 0) {
      // Any other folder's parent tells of it.
      if (has(mask, Constants.IN_ATTRIB | Constants.IN_MODIFY)
          && (folder.isRoot() || folder.isMountPoint())) {
        if (folder.isShut()) {
          tree.watchAgain(folder);
          hints.tree(folder.path());
        } else {
          hints.entry(folder.path());
        }
      }
    } else if (has(mask, Constants.IN_ISDIR)) {
      handleFolder(folder, event, hints);
    } else {
      handleFile(folder, event, hints);
    }
  }

  /** Where something was mounted, what was under it shows again. */
  private void unmounted(WatchedFolder folder, Hints hints) throws IOException {
    @Nullable WatchedFolder parent = folder.parent();
    if (parent != null && folder.isMountPoint()) {
      Name name = folder.name();
      tree.drop(folder);
      if (tree.watch(parent, name)) {
        hints.tree(parent.path().resolve(name));
      }
    }
  }

  private static void handleFile(WatchedFolder folder, long event, Hints hints) {
    int mask = InotifyEvents.mask(event);
    long name = InotifyEvents.name(event);
    int length = InotifyEvents.nameLength(event);
    if (has(mask, Constants.IN_MODIFY)) {
      hints.written(folder.path(), name, length);
    } else if (has(mask, Constants.IN_ATTRIB)) {
      hints.changed(folder.path(), name, length);
    } else {
      hints.finished(folder.path(), name, length);
    }
  }

  private void handleFolder(WatchedFolder folder, long event, Hints hints) throws IOException {
    int mask = InotifyEvents.mask(event);
    Name name = hints.name(InotifyEvents.name(event), InotifyEvents.nameLength(event));
    if (has(mask, Constants.IN_CREATE | Constants.IN_MOVED_TO)) {
      come(folder, name, leaving.remove(InotifyEvents.cookie(event)), hints);
    } else if (has(mask, Constants.IN_MOVED_FROM)) {
      leave(folder, name, InotifyEvents.cookie(event), hints);
    } else if (has(mask, Constants.IN_DELETE)) {
      @Nullable WatchedFolder child = folder.child(name);
      if (child != null) {
        tree.drop(child);
      }
      hints.entry(folder.path().resolve(name));
    } else if (isShut(folder.child(name))) {
      look(folder, name, hints); // It may be listed now, or searched.
    } else {
      hints.changed(folder.path(), InotifyEvents.name(event), InotifyEvents.nameLength(event));
    }
  }

  private static boolean isShut(@Nullable WatchedFolder folder) {
    return folder == null || folder.isShut();
  }

  private void come(WatchedFolder folder, Name name, @Nullable WatchedFolder moved, Hints hints)
      throws IOException {
    if (moved == null && tree.isListed(folder.child(name))) {
      return; // It was found with a folder above, which has been told.
    }
    boolean isOfInterest =
        moved == null ? tree.watch(folder, name) : tree.arrive(moved, folder, name);
    if (isOfInterest) {
      hints.tree(folder.path().resolve(name));
    } else {
      hints.entry(folder.path().resolve(name));
    }
  }

  private void leave(WatchedFolder folder, Name name, int cookie, Hints hints) throws IOException {
    @Nullable WatchedFolder child = folder.child(name);
    if (child != null) {
      child.leave();
      leaving.put(cookie, child);
    }
    // Where two folders exchange their names, one has come before the other leaves.
    look(folder, name, hints);
  }

  /** Watches what may stand under a name now. */
  private void look(WatchedFolder folder, Name name, Hints hints) throws IOException {
    tree.watch(folder, name);
    if (folder.child(name) == null) {
      hints.entry(folder.path().resolve(name));
    } else {
      hints.tree(folder.path().resolve(name));
    }
  }

  private static boolean has(int mask, int bits) {
    return (mask & bits) != 0;
  }
}
