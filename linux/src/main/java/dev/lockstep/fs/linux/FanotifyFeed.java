package dev.lockstep.fs.linux;

import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.Changes;
import dev.lockstep.fs.Watching;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.FanotifyEvents;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.FileHandle;
import dev.lockstep.fs.linux.libc.InotifyEvents;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Hears of changes by fanotify(7), as root may: the kernel tells of a whole file system, at no cost
 * for its size. What one process does need not be told; what happens elsewhere on the file system
 * is passed over.
 *
 * <p>That the file system was unmounted is told by a watch of inotify on the root. Open stay only
 * queues, which keep nothing from being unmounted; the root is open for the moment in which a
 * folder is looked for.
 *
 * <p>RACE: what is mounted below the root later on is not watched. Who asks for the mounts now and
 * then, and begins anew where they are others, misses nothing for long.
 */
final class FanotifyFeed implements ChangeFeed {
  /** The number of no process. */
  static final long NOBODY = -1;

  private static final int MOST_EVENTS_AT_ONCE = 10_000;
  private static final int CHANGES = 0;
  private static final int ROOT = 1;

  private static final long MASK =
      Constants.FAN_CREATE
          | Constants.FAN_DELETE
          | Constants.FAN_CLOSE_WRITE
          | Constants.FAN_MODIFY
          | Constants.FAN_ATTRIB
          | Constants.FAN_ONDIR;

  /** Before Linux 5.17 the two halves of a rename are told apart. */
  private static final long HALVES = Constants.FAN_MOVED_FROM | Constants.FAN_MOVED_TO;

  private static final int ROOT_MASK =
      Constants.IN_DELETE_SELF | Constants.IN_MOVE_SELF | Constants.IN_ONLYDIR;

  private final EventQueue queue;
  private final FolderPlaces places;
  private final WatchedRoot root;
  private final NamedEvents events;

  private FanotifyFeed(EventQueue queue, WatchedRoot root, Watching.Scope scope, long self) {
    this.queue = queue;
    this.root = root;
    this.places = new FolderPlaces(root, scope.isEntered());
    this.events = new NamedEvents(places, scope.isEntered(), self);
  }

  /**
   * Watches the file system of a root, below which no part of the same one is mounted.
   *
   * @param self the number of the process of which nothing is told
   * @return empty if the kernel does not offer this here, or not to this user
   */
  static Optional<FanotifyFeed> begin(WatchedRoot root, Watching.Scope scope, long self)
      throws IOException {
    int fanotify =
        Libc.fanotify_init(
            Constants.FAN_CLASS_NOTIF
                | Constants.FAN_REPORT_DFID_NAME
                | Constants.FAN_UNLIMITED_QUEUE
                | Constants.FAN_UNLIMITED_MARKS
                | Constants.FAN_CLOEXEC
                | Constants.FAN_NONBLOCK,
            Constants.O_RDONLY | Constants.O_CLOEXEC | Constants.O_LARGEFILE);
    if (fanotify < 0) {
      return Optional.empty();
    }
    var changes = new Fd(fanotify);
    int inotify = Libc.inotify_init1(Constants.IN_CLOEXEC | Constants.IN_NONBLOCK);
    if (inotify < 0) {
      changes.close();
      return Optional.empty();
    }
    var queue = new EventQueue(changes, new Fd(inotify));
    boolean isMarked = false;
    try (Handle open = root.open()) {
      isMarked = mark(queue, open) && findsFolders(open);
      return isMarked ? Optional.of(new FanotifyFeed(queue, root, scope, self)) : Optional.empty();
    } finally {
      if (!isMarked) {
        queue.close();
      }
    }
  }

  private static boolean mark(EventQueue queue, Handle root) {
    int fanotify = queue.number(CHANGES);
    return root.addWatch(queue.number(ROOT), ROOT_MASK) >= 0
        && (mark(fanotify, MASK | Constants.FAN_RENAME, root)
            || mark(fanotify, MASK | HALVES, root));
  }

  private static boolean mark(int fanotify, long mask, Handle root) {
    int flags = Constants.FAN_MARK_ADD | Constants.FAN_MARK_FILESYSTEM | Constants.FAN_MARK_ONLYDIR;
    return Libc.fanotify_mark(fanotify, flags, mask, root.number(), 0) == 0;
  }

  /** Whether folders can be found by their handles. */
  private static boolean findsFolders(Handle root) {
    Scratch scratch = Scratch.ofThisThread();
    long handle = scratch.fileHandle();
    FileHandle.putRoom(handle);
    int named =
        Libc.name_to_handle_at(
            root.number(), scratch.empty(), handle, scratch.count(), Constants.AT_EMPTY_PATH);
    if (named < 0) {
      return false;
    }
    int found =
        Libc.open_by_handle_at(root.number(), handle, Constants.O_PATH | Constants.O_CLOEXEC);
    if (found < 0) {
      return false;
    }
    Libc.close(found);
    return true;
  }

  @Override
  public void await(Duration time, Changes changes) throws IOException {
    var hints = new Hints(changes);
    queue.begin(time);
    do {
      if (queue.waitForEvents()) {
        requireRoot();
        read(hints);
        if (!hints.areTold()) {
          queue.rest();
        }
      }
    } while (!hints.areTold() && !queue.isOver());
  }

  /** Whatever the root's own watch tells, the root is gone. */
  private void requireRoot() throws IOException {
    long buffer = Scratch.ofThisThread().events();
    long got = Libc.read(queue.number(ROOT), buffer, Scratch.EVENTS_SIZE);
    if (got == -Errno.EAGAIN) {
      return;
    }
    Calls.require(got, root.realPath().toString());
    throw root.gone(
        (InotifyEvents.mask(buffer) & Constants.IN_MOVE_SELF) != 0
            ? "it was moved"
            : "it was unmounted or removed");
  }

  private void read(Hints hints) throws IOException {
    long buffer = Scratch.ofThisThread().events();
    try (places) {
      for (int done = 0; done < MOST_EVENTS_AT_ONCE; ) {
        long got = Libc.read(queue.number(CHANGES), buffer, Scratch.EVENTS_SIZE);
        if (got == -Errno.EAGAIN) {
          return;
        }
        long end = buffer + Calls.require(got, "the changes");
        for (long at = buffer; at < end; at = FanotifyEvents.next(at)) {
          events.handle(at, hints);
          done++;
        }
        hints.flush();
      }
    }
  }

  @Override
  public void wake() {
    queue.wake();
  }

  @Override
  public String way() {
    return "fanotify";
  }

  @Override
  public void close() {
    queue.close();
  }
}
