package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.FanotifyEvents;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Makes hints of the events of fanotify, each of which names an entry of a folder and tells all
 * that has befallen it since the last reading. For one thread.
 */
final class NamedEvents {
  private static final long MOVES =
      Constants.FAN_MOVED_FROM | Constants.FAN_MOVED_TO | Constants.FAN_RENAME;
  private static final long COMES = Constants.FAN_CREATE | Constants.FAN_MOVED_TO;

  private static final long ENDS = Constants.FAN_CLOSE_WRITE | Constants.FAN_DELETE | MOVES;

  private final FolderPlaces places;
  private final Predicate<RelativePath> isEntered;
  private final long self;

  /**
   * Tells where folders are by these places.
   *
   * @param self the number of the process of which nothing is told
   */
  NamedEvents(FolderPlaces places, Predicate<RelativePath> isEntered, long self) {
    this.places = places;
    this.isEntered = isEntered;
    this.self = self;
  }

  /** Handles an event. */
  void handle(long event, Hints hints) throws IOException {
    long mask = FanotifyEvents.mask(event);
    if (has(mask, Constants.FAN_Q_OVERFLOW)) {
      places.forget();
      hints.everything(
          "Changes came faster than they were heard: " + KernelLimit.FANOTIFY_QUEUE.shown() + ".");
      return;
    }
    if (has(mask, Constants.FAN_ONDIR) && has(mask, MOVES)) {
      places.forget(); // Whoever did it.
    }
    if (FanotifyEvents.pid(event) == self) {
      return;
    }
    long old = 0;
    long end = FanotifyEvents.next(event);
    for (long info = FanotifyEvents.infos(event);
        info < end;
        info = FanotifyEvents.nextInfo(info)) {
      switch (FanotifyEvents.infoType(info)) {
        case Constants.FAN_EVENT_INFO_TYPE_DFID_NAME -> tell(info, mask, has(mask, COMES), hints);
        case Constants.FAN_EVENT_INFO_TYPE_OLD_DFID_NAME -> old = info;
        case Constants.FAN_EVENT_INFO_TYPE_NEW_DFID_NAME -> tell(info, mask, true, hints);
        default -> {} // What later kernels may add.
      }
    }
    if (old != 0) {
      // Last: whoever hears of the old name alone takes what was moved for gone.
      tell(old, mask, false, hints);
    }
  }

  private void tell(long info, long mask, boolean comes, Hints hints) throws IOException {
    FolderPlaces.Place place = places.find(FanotifyEvents.handle(info));
    RelativePath folder = place.path();
    if (folder == null) {
      return;
    }
    long name = FanotifyEvents.name(info);
    int length = FanotifyEvents.nameLength(info);
    if (!place.isExact()) {
      hints.tree(folder);
    } else if (isFolderItself(name, length)) {
      hints.entry(folder);
    } else if (place.isOfInterest()) {
      tell(folder, name, length, mask, comes, hints);
    }
  }

  private void tell(
      RelativePath folder, long name, int length, long mask, boolean comes, Hints hints) {
    if (has(mask, Constants.FAN_ONDIR)) {
      RelativePath path = folder.resolve(hints.name(name, length));
      if (comes && isEntered.test(path)) {
        hints.tree(path);
      } else {
        hints.entry(path);
      }
      return;
    }
    if (has(mask, ~Constants.FAN_MODIFY)) {
      hints.changed(folder, name, length);
    }
    // Of what was both written and closed, the order is not known. Whoever opens it once more and
    // writes will close it, too.
    if (has(mask, ENDS)) {
      hints.finished(folder, name, length);
    } else if (has(mask, Constants.FAN_MODIFY)) {
      hints.written(folder, name, length);
    }
  }

  private static boolean isFolderItself(long name, int length) {
    return length == 1 && Memory.getByte(name) == '.';
  }

  private static boolean has(long mask, long bits) {
    return (mask & bits) != 0;
  }
}
