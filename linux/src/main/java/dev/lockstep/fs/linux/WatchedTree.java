package dev.lockstep.fs.linux;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.Watching;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statfs;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folders of interest below a root, each with its watch. A folder is watched first and listed
 * then, so that what comes into it is either listed or told. For one thread.
 *
 * <p>A folder that may not be listed is not watched, since nobody can mirror it; that it may be now
 * is told by its parent. So is that one may be searched which could only be listed. Any other that
 * is not watched is a doubt.
 */
final class WatchedTree {
  private final WatchedRoot place;
  private final Watching.Scope scope;
  private final Watches watches;
  private final Doubts doubts;
  private final Access access = new Access();
  private final WatchedFolder root = WatchedFolder.root();
  private int reading;

  WatchedTree(WatchedRoot place, Watching.Scope scope, Watches watches, Doubts doubts) {
    this.place = place;
    this.scope = scope;
    this.watches = watches;
    this.doubts = doubts;
  }

  /** Takes note that events were read: what happened before is in what is listed from now on. */
  void beginReading() {
    reading++;
  }

  /** Whether a folder was listed after the last reading. */
  boolean isListed(@Nullable WatchedFolder folder) {
    return folder != null && folder.listed() == reading;
  }

  /** A folder that has the watch of this number, if any has. */
  @Nullable WatchedFolder owner(int watch) {
    return watches.owner(watch);
  }

  /**
   * Watches all that is there now, and no more what is not.
   *
   * @return 0, or a negated errno if the root itself is not watched
   */
  int watchAll() throws IOException {
    return watchBelow(root);
  }

  /** Watches anew a folder that is watched, and all below it. */
  void watchAgain(WatchedFolder folder) throws IOException {
    watchBelow(folder);
  }

  /**
   * Watches the folder that has the name now, if there is one, and all below it.
   *
   * @return whether a folder of this name is of interest
   */
  boolean watch(WatchedFolder parent, Name name) throws IOException {
    @Nullable WatchedFolder child = parent.child(name);
    if (!scope.isEntered().test(parent.path().resolve(name))) {
      leaveOut(parent, child);
      return false;
    }
    if (child == null) {
      child = new WatchedFolder();
      parent.add(name, child);
    }
    watchBelow(child);
    return true;
  }

  /**
   * Gives a folder that left its place the new one, if it is what stands there; else watches what
   * does.
   *
   * @return whether a folder of this name is of interest
   */
  boolean arrive(WatchedFolder moved, WatchedFolder parent, Name name) throws IOException {
    @Nullable WatchedFolder there = parent.child(name);
    if (!scope.isEntered().test(parent.path().resolve(name))) {
      drop(moved);
      leaveOut(parent, there);
    } else if (there != null && there.watch() == moved.watch()) {
      drop(moved); // It was found here before its move was heard.
      return true;
    } else {
      if (there != null) {
        drop(there);
      }
      parent.add(name, moved);
      settle(moved);
      return true;
    }
    return false;
  }

  private void leaveOut(WatchedFolder parent, @Nullable WatchedFolder child) {
    parent.setPartial(true);
    if (child != null) {
      drop(child);
    }
  }

  /** Watches a folder, and those in it, no more. */
  void drop(WatchedFolder folder) {
    folder.leave();
    Deque<WatchedFolder> left = new ArrayDeque<>();
    left.push(folder);
    while (!left.isEmpty()) {
      WatchedFolder at = left.pop();
      watches.release(at);
      at.children().forEach(left::push);
    }
  }

  /** The kernel has given up a watch, since the folder is gone. */
  void forget(int watch) {
    for (@Nullable WatchedFolder at = watches.owner(watch); at != null; at = watches.owner(watch)) {
      drop(at);
    }
    watches.forget(watch);
  }

  /** Gives back some watches that are of no use any more; whether there were any. */
  boolean giveBack() {
    return watches.giveBack();
  }

  /** That nothing more is told. */
  IOException gone(String why) {
    return place.gone(why);
  }

  private int watchBelow(WatchedFolder top) throws IOException {
    try (FolderOpener opener = opener()) {
      Deque<WatchedFolder> found = new ArrayDeque<>();
      int result = visit(opener, top, found);
      watchEach(opener, found);
      return result;
    }
  }

  private FolderOpener opener() throws IOException {
    return new FolderOpener(new LinuxSourceDirectory(place.open(), access));
  }

  private void watchEach(FolderOpener opener, Deque<WatchedFolder> found) {
    while (!found.isEmpty()) {
      visit(opener, found.pop(), found);
    }
  }

  /** Watches and lists a folder; one that is not watched is dropped. */
  private int visit(FolderOpener opener, WatchedFolder folder, Deque<WatchedFolder> found) {
    int result;
    try {
      LinuxSourceDirectory opened = opener.open(folder);
      result = watch(folder, opened);
      if (result == 0) {
        list(folder, opened, found);
      }
    } catch (IOException e) {
      result = failure(folder, e);
    }
    if (result != 0) {
      drop(folder);
    }
    return result;
  }

  private int failure(WatchedFolder folder, IOException e) {
    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
      return -Errno.ENOENT; // That it went is told by its parent.
    }
    if (e instanceof AccessDeniedException) {
      @Nullable WatchedFolder parent = folder.parent();
      if (parent != null) {
        parent.setShut(true);
      }
      return -Errno.EACCES;
    }
    doubt(folder.path(), reason(e));
    return -Errno.EIO;
  }

  private static String reason(IOException e) {
    @Nullable String reason = e instanceof FileSystemException known ? known.getReason() : null;
    return reason == null ? String.valueOf(e.getMessage()) : reason;
  }

  private void doubt(RelativePath path, String reason) {
    doubts.add(path, "Not every change below " + path + " is told: " + reason + ".");
  }

  /** Watches an open folder; 0, or a negated errno. */
  private int watch(WatchedFolder folder, LinuxSourceDirectory opened) throws IOException {
    if (opened.handle().isPathOnly()) {
      return -Errno.EACCES;
    }
    long statx = opened.look();
    long device = Statx.dev(statx);
    boolean isMountPoint = (Statx.attributes(statx) & Constants.STATX_ATTR_MOUNT_ROOT) != 0;
    @Nullable WatchedFolder parent = folder.parent();
    if (parent != null && device != parent.device() && !isCrossed(folder.path(), opened)) {
      return -Errno.EXDEV;
    }
    folder.setLook(device, isMountPoint);
    int watch = watches.watch(folder, opened.handle());
    if (watch == -Errno.ENOSPC) {
      doubts.add(
          KernelLimit.INOTIFY_WATCHES,
          "Not every folder is watched: " + KernelLimit.INOTIFY_WATCHES.shown() + ".");
    } else if (watch < 0 && watch != -Errno.EACCES) {
      doubt(folder.path(), reason(Calls.exception(watch, folder.path())));
    }
    return Math.min(watch, 0);
  }

  /** Whether another file system that is mounted here is watched too. */
  private boolean isCrossed(RelativePath path, LinuxSourceDirectory opened) throws IOException {
    if (scope.oneFileSystem()) {
      return false;
    }
    Scratch scratch = Scratch.ofThisThread();
    Calls.require(Libc.fstatfs(opened.descriptor(), scratch.statfs()), path);
    Optional<String> lack = Telling.lack(Statfs.type(scratch.statfs()));
    lack.ifPresent(why -> doubt(path, why));
    return lack.isEmpty();
  }

  /** Lists the folders in a watched one; those that it has no more are dropped. */
  private void list(WatchedFolder folder, LinuxSourceDirectory opened, Deque<WatchedFolder> found)
      throws IOException {
    folder.setListed(reading);
    folder.setPartial(false);
    folder.setShut(false);
    Set<WatchedFolder> gone = new HashSet<>(folder.children());
    opened.listFolders(
        new NameSink() {
          @Override
          public void name(byte[] bytes, int offset, int length) {
            Name name = Name.copyOf(bytes, offset, length);
            if (scope.isEntered().test(folder.path().resolve(name))) {
              WatchedFolder child = childOf(folder, name);
              gone.remove(child);
              found.push(child);
            } else {
              folder.setPartial(true);
            }
          }

          @Override
          public void unspeakable(String shown) {
            throw new IllegalStateException("every name is bytes: " + shown);
          }
        });
    gone.forEach(this::drop);
  }

  private static WatchedFolder childOf(WatchedFolder folder, Name name) {
    @Nullable WatchedFolder known = folder.child(name);
    if (known != null) {
      return known;
    }
    var child = new WatchedFolder();
    folder.add(name, child);
    return child;
  }

  /**
   * Makes sure that a folder which was moved is what stands at its new place. Those in it kept
   * their watches; but others may be of interest than at the old place.
   */
  private void settle(WatchedFolder moved) throws IOException {
    int before = moved.watch();
    try (FolderOpener opener = opener()) {
      Deque<WatchedFolder> again = new ArrayDeque<>();
      if (isStill(before, moved, opener)) {
        reconsider(moved, again);
      } else {
        again.push(moved);
      }
      watchEach(opener, again);
    }
  }

  private boolean isStill(int watch, WatchedFolder folder, FolderOpener opener) {
    try {
      return watch(folder, opener.open(folder)) == 0 && folder.watch() == watch;
    } catch (IOException e) {
      return false; // The next visit finds it again, and deals with it.
    }
  }

  /** Drops the folders that are of no interest here; others may be where some were left out. */
  private void reconsider(WatchedFolder moved, Deque<WatchedFolder> again) {
    Deque<WatchedFolder> left = new ArrayDeque<>();
    left.push(moved);
    while (!left.isEmpty()) {
      WatchedFolder folder = left.pop();
      if (folder.isPartial()) {
        again.push(folder);
      }
      for (WatchedFolder child : folder.children()) {
        if (scope.isEntered().test(child.path())) {
          left.push(child);
        } else {
          folder.setPartial(true);
          drop(child);
        }
      }
    }
  }
}
