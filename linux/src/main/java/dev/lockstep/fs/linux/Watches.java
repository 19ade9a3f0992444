package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The watches of a queue of inotify, and whose they are. The kernel has one for each inode, however
 * it was reached, so several folders may share one: two mounts of the same, or the old and the new
 * place of a folder of which the move was not heard yet. For one thread.
 */
final class Watches {
  /** What is told of a folder; that it is gone itself, or unmounted, is always told. */
  private static final int MASK =
      Constants.IN_CREATE
          | Constants.IN_DELETE
          | Constants.IN_MOVED_FROM
          | Constants.IN_MOVED_TO
          | Constants.IN_CLOSE_WRITE
          | Constants.IN_MODIFY
          | Constants.IN_ATTRIB
          | Constants.IN_ONLYDIR
          | Constants.IN_EXCL_UNLINK;

  private static final int ROOT_MASK = MASK | Constants.IN_DELETE_SELF | Constants.IN_MOVE_SELF;

  /** Each watch that is given back takes a place in the queue, which must not run over for it. */
  private static final int GIVEN_BACK_AT_ONCE = 1_000;

  private final int inotify;
  private final int most;
  private final Map<Integer, WatchedFolder> owners = new HashMap<>();
  private final Set<Integer> ownerless = new LinkedHashSet<>();

  /**
   * None yet.
   *
   * @param most how many there may be, if the kernel does not allow less
   */
  Watches(int inotify, int most) {
    this.inotify = inotify;
    this.most = most;
  }

  /** Watches a folder that is open; gives a negated errno if that fails. */
  int watch(WatchedFolder folder, Handle open) {
    int watch = open.addWatch(inotify, folder.isRoot() ? ROOT_MASK : MASK);
    if (watch < 0) {
      return watch;
    }
    if (owners.size() >= most && !owners.containsKey(watch)) {
      ownerless.add(watch);
      return -Errno.ENOSPC;
    }
    if (folder.watch() != watch) {
      release(folder);
      folder.setWatch(watch, owners.put(watch, folder));
      ownerless.remove(watch);
    }
    return watch;
  }

  /** A folder that has the watch; others are its twins. */
  @Nullable WatchedFolder owner(int watch) {
    return owners.get(watch);
  }

  /** Watches the folder no more. */
  void release(WatchedFolder folder) {
    int watch = folder.watch();
    if (watch == WatchedFolder.NONE) {
      return;
    }
    WatchedFolder first = owners.get(watch);
    if (first == folder) {
      putFirst(watch, folder.twin());
    } else {
      for (WatchedFolder at = first; at != null; at = at.twin()) {
        if (at.twin() == folder) {
          at.setWatch(watch, folder.twin());
        }
      }
    }
    folder.setWatch(WatchedFolder.NONE, null);
  }

  private void putFirst(int watch, @Nullable WatchedFolder folder) {
    if (folder != null) {
      owners.put(watch, folder);
    } else {
      owners.remove(watch);
      ownerless.add(watch);
    }
  }

  /** The kernel has given up the watch by itself. */
  void forget(int watch) {
    WatchedFolder at = owners.remove(watch);
    while (at != null) {
      WatchedFolder next = at.twin();
      at.setWatch(WatchedFolder.NONE, null);
      at = next;
    }
    ownerless.remove(watch);
  }

  /** Gives back some of the watches that nobody has any more; whether there were any. */
  boolean giveBack() {
    Iterator<Integer> all = ownerless.iterator();
    int given = 0;
    while (all.hasNext() && given < GIVEN_BACK_AT_ONCE) {
      // It may have gone by itself, with the folder.
      Libc.inotify_rm_watch(inotify, all.next());
      all.remove();
      given++;
    }
    return given > 0;
  }
}
