package dev.lockstep.fs.linux;

import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.Changes;
import dev.lockstep.fs.Watching;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.InotifyEvents;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import java.io.IOException;
import java.time.Duration;

/**
 * Hears of changes by inotify(7), which any user may use: each folder has a watch of its own. Open
 * stay only the queue of events and what ends the waiting, neither of which keeps a file system
 * from being unmounted.
 *
 * <p>RACE: what is mounted below the root later on is not watched, nor is what shows where a folder
 * of a file system that stays mounted elsewhere was unmounted. Who asks for the mounts now and
 * then, and begins anew where they are others, misses nothing for long.
 */
final class InotifyFeed implements ChangeFeed {
  private static final int MOST_EVENTS_AT_ONCE = 10_000;

  private final EventQueue queue;
  private final WatchedTree tree;
  private final FolderEvents events;
  private final Doubts doubts;

  private InotifyFeed(EventQueue queue, WatchedTree tree, Doubts doubts) {
    this.queue = queue;
    this.tree = tree;
    this.doubts = doubts;
    this.events = new FolderEvents(tree);
  }

  /** Watches all that is below a root now. */
  static Watching begin(WatchedRoot root, Watching.Scope scope) throws IOException {
    return begin(root, scope, Integer.MAX_VALUE);
  }

  /** The same with so many watches at most. */
  static Watching begin(WatchedRoot root, Watching.Scope scope, int mostWatches)
      throws IOException {
    int inotify = Libc.inotify_init1(Constants.IN_CLOEXEC | Constants.IN_NONBLOCK);
    if (inotify < 0) {
      return new Watching.Unfit(lackOfQueue(inotify));
    }
    var queue = new EventQueue(new Fd(inotify));
    try {
      var doubts = new Doubts();
      var tree = new WatchedTree(root, scope, new Watches(inotify, mostWatches), doubts);
      int result = tree.watchAll();
      if (result == 0) {
        return new Watching.Fed(new InotifyFeed(queue, tree, doubts));
      }
      queue.close();
      return new Watching.Unfit(lackOfWatch(result));
    } catch (IOException | RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  private static String lackOfQueue(int result) {
    return result == -Errno.EMFILE
        ? "no further watcher is allowed: "
            + KernelLimit.INOTIFY_INSTANCES.shown()
            + ", unless it is the limit of open files (ulimit -n)"
        : "inotify is not to be had: " + Errno.exception(result, "inotify").getMessage();
  }

  private static String lackOfWatch(int result) {
    return result == -Errno.ENOSPC
        ? "no further folder may be watched: " + KernelLimit.INOTIFY_WATCHES.shown()
        : "the folder cannot be watched: " + Errno.exception(result, "inotify").getMessage();
  }

  @Override
  public void await(Duration time, Changes changes) throws IOException {
    var hints = new Hints(changes);
    doubts.tell(hints);
    queue.begin(hints.areTold() ? Duration.ZERO : time);
    do {
      if (queue.waitForEvents()) {
        read(hints);
      }
    } while (!hints.areTold() && !queue.isOver());
  }

  private void read(Hints hints) throws IOException {
    long buffer = Scratch.ofThisThread().events();
    boolean hasLingered = false;
    for (int done = 0; done < MOST_EVENTS_AT_ONCE; ) {
      long got = Libc.read(queue.number(0), buffer, Scratch.EVENTS_SIZE);
      if (got != -Errno.EAGAIN) {
        done += handle(buffer, buffer + Calls.require(got, "the changes"), hints);
      } else if (events.areLeaving() && !hasLingered) {
        queue.linger();
        hasLingered = true;
      } else {
        events.settle();
        if (!tree.giveBack()) {
          break;
        }
      }
    }
    doubts.tell(hints);
  }

  private int handle(long from, long to, Hints hints) throws IOException {
    tree.beginReading();
    int count = 0;
    for (long at = from; at < to; at = InotifyEvents.next(at)) {
      events.handle(at, hints);
      count++;
    }
    hints.flush();
    return count;
  }

  @Override
  public void wake() {
    queue.wake();
  }

  @Override
  public String way() {
    return "inotify";
  }

  @Override
  public void close() {
    queue.close();
  }
}
