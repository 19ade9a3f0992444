package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.FileHandle;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the folders are that fanotify tells of by their handles. A place that was found is
 * remembered until some folder is renamed.
 *
 * <p>The kernel says by which path a folder is reached; that is believed only if the same path
 * leads there from the root, name by name and not through links. Seen through a mount that shows a
 * part of the file system, a folder beyond that part has a path that means nothing; and a folder
 * that is gone has a mark in its name that a name could have too.
 *
 * <p>The root stays open until {@link #close}, which is called after each reading. For one thread.
 */
final class FolderPlaces implements Closeable {
  private static final int MOST_REMEMBERED = 16_384;
  private static final int MOST_TRIES = 100;
  private static final long PAUSE_NANOS = 100_000;
  private static final int PLACE =
      Constants.O_PATH | Constants.O_DIRECTORY | Constants.O_NOFOLLOW | Constants.O_CLOEXEC;
  private static final byte[] ABOVE = {'.', '.'};

  private final WatchedRoot root;
  private final Predicate<RelativePath> isEntered;
  private final Map<Key, Place> known = new HashMap<>();
  private byte[] lastKey = new byte[0];
  private Place lastPlace = Place.ELSEWHERE;
  private @Nullable Handle openRoot;
  private byte[] rootPath = new byte[0];

  FolderPlaces(WatchedRoot root, Predicate<RelativePath> isEntered) {
    this.root = root;
    this.isEntered = isEntered;
  }

  /**
   * Where a folder is.
   *
   * @param path from the root; for a folder elsewhere, nothing
   * @param isOfInterest whether what is in it is of interest
   * @param isExact whether the folder itself is there, and not somewhere below, too deep to be said
   */
  record Place(@Nullable RelativePath path, boolean isOfInterest, boolean isExact) {
    /** Not below the root, or below a folder that is left out, or gone. */
    static final Place ELSEWHERE = new Place(null, false, true);

    /** Anywhere. */
    static final Place UNKNOWN = new Place(RelativePath.ROOT, true, false);
  }

  /** A handle's bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Key(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key(byte[] others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** Where the folder is now of which the handle stands at the address. */
  Place find(long handle) throws IOException {
    int size = FileHandle.size(handle);
    if (size == lastKey.length && Memory.isEqual(handle, lastKey, 0, size)) {
      return lastPlace;
    }
    byte[] bytes = Memory.toBytes(handle, size);
    var key = new Key(bytes);
    @Nullable Place place = known.get(key);
    if (place == null) {
      place = look(handle);
      if (place == null) {
        return Place.ELSEWHERE;
      }
      if (!place.isExact()) {
        return place;
      }
      if (known.size() >= MOST_REMEMBERED) {
        known.clear();
      }
      known.put(key, place);
    }
    lastKey = bytes;
    lastPlace = place;
    return place;
  }

  /** Forgets where folders were, since one was renamed. */
  void forget() {
    known.clear();
    lastKey = new byte[0];
  }

  /** Looks for a folder; null if it is gone, or on its way elsewhere, which other events tell. */
  private @Nullable Place look(long handle) throws IOException {
    Handle top = openRoot();
    int opened = open(top, handle);
    for (int i = 1; opened == -Errno.ENOMEM && i < MOST_TRIES; i++) {
      // So Linux 6.18 answers as long as it is being removed.
      LockSupport.parkNanos(PAUSE_NANOS);
      opened = open(top, handle);
    }
    if (opened == -Errno.ESTALE || opened == -Errno.ENOENT) {
      return null;
    }
    if (opened < 0) {
      return Place.UNKNOWN;
    }
    try (var folder = new Handle(new Fd(opened), true)) {
      return look(top, folder);
    }
  }

  private static int open(Handle top, long handle) {
    return Libc.open_by_handle_at(top.number(), handle, PLACE & ~Constants.O_NOFOLLOW);
  }

  private @Nullable Place look(Handle top, Handle folder) throws IOException {
    long buffer = Scratch.ofThisThread().io();
    long length = folder.readPlace(buffer, Scratch.IO_SIZE);
    if (length == -Errno.ENAMETOOLONG) {
      return above(top, folder);
    }
    @Nullable RelativePath path =
        relative(Memory.toBytes(buffer, (int) Calls.require(length, "a folder")));
    if (path == null) {
      return Place.ELSEWHERE;
    }
    return leadsTo(top, path, folder) ? place(path) : null;
  }

  /** The nearest folder above of which the path can be said, in place of the folder. */
  private @Nullable Place above(Handle top, Handle folder) throws IOException {
    int next = Libc.openat(folder.number(), Scratch.ofThisThread().name().put(ABOVE), PLACE, 0);
    while (next >= 0) {
      try (var parent = new Handle(new Fd(next), true)) {
        long length = parent.readPlace(Scratch.ofThisThread().io(), Scratch.IO_SIZE);
        if (length != -Errno.ENAMETOOLONG) {
          @Nullable Place place = look(top, parent);
          return place == null ? null : new Place(place.path(), place.isOfInterest(), false);
        }
        next = Libc.openat(parent.number(), Scratch.ofThisThread().name().put(ABOVE), PLACE, 0);
      }
    }
    return Place.UNKNOWN;
  }

  /** The path from the root, if it begins with that of the root. */
  private @Nullable RelativePath relative(byte[] path) {
    int top = rootPath.length;
    if (path.length < top || !Arrays.equals(path, 0, top, rootPath, 0, top)) {
      return null;
    }
    boolean isTopmost = rootPath[top - 1] == '/';
    if (path.length > top && !isTopmost && path[top] != '/') {
      return null;
    }
    RelativePath found = RelativePath.ROOT;
    int from = isTopmost ? top : top + 1;
    for (int at = from; at <= path.length; at++) {
      if ((at == path.length || path[at] == '/') && at > from) {
        found = found.resolve(Name.copyOf(path, from, at - from));
        from = at + 1;
      }
    }
    return found;
  }

  /** Whether the path leads from the root to this very folder. */
  private static boolean leadsTo(Handle top, RelativePath path, Handle folder) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.lookAt(scratch, folder.number(), "a folder");
    long device = Statx.dev(scratch.statx());
    long inode = Statx.ino(scratch.statx());
    Handle at = top.share();
    try {
      for (Name name : path.names()) {
        int next = Libc.openat(at.number(), Calls.name(scratch, name), PLACE, 0);
        if (next < 0) {
          return false;
        }
        at.close();
        at = new Handle(new Fd(next), true);
      }
      Calls.lookAt(scratch, at.number(), "a folder");
      return Statx.dev(scratch.statx()) == device && Statx.ino(scratch.statx()) == inode;
    } finally {
      at.close();
    }
  }

  private Place place(RelativePath path) {
    RelativePath at = RelativePath.ROOT;
    for (Name name : path.names()) {
      at = at.resolve(name);
      if (!isEntered.test(at)) {
        // The folder itself is of interest still if those above it are.
        return at.depth() == path.depth() ? new Place(path, false, true) : Place.ELSEWHERE;
      }
    }
    return new Place(path, true, true);
  }

  private Handle openRoot() throws IOException {
    if (openRoot == null) {
      Handle opened = root.open();
      openRoot = opened;
      long buffer = Scratch.ofThisThread().io();
      long length =
          Calls.require(opened.readPlace(buffer, Scratch.IO_SIZE), root.realPath().toString());
      rootPath = Memory.toBytes(buffer, (int) length);
    }
    return openRoot;
  }

  /** Closes the root until a folder is looked for again. */
  @Override
  public void close() {
    if (openRoot != null) {
      openRoot.close();
      openRoot = null;
    }
  }
}
