package dev.lockstep.fs.linux;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens watched folders, each name by name from the nearest one above it that is still open: no
 * link is followed, and nothing is led astray by what is swapped on the way. For one thread, and
 * for a moment.
 */
final class FolderOpener implements Closeable {
  private static final int MOST_OPEN = 32;

  private final LinuxSourceDirectory root;

  /** Those used last, last. */
  private final Map<WatchedFolder, LinuxSourceDirectory> open =
      new LinkedHashMap<>(2 * MOST_OPEN, 0.75f, true);

  /** From the root, which it owns from now on. */
  FolderOpener(LinuxSourceDirectory root) {
    this.root = root;
  }

  /**
   * Opens a folder; it is closed by this.
   *
   * @throws IOException if it is not there any more, for instance
   */
  LinuxSourceDirectory open(WatchedFolder folder) throws IOException {
    Deque<WatchedFolder> below = new ArrayDeque<>();
    WatchedFolder at = folder;
    LinuxSourceDirectory opened = known(at);
    while (opened == null) {
      below.push(at);
      at = Objects.requireNonNull(at.parent(), "the folder has left the tree");
      opened = known(at);
    }
    for (WatchedFolder next : below) {
      opened = new LinuxSourceDirectory(opened.open(next.name()), opened.access());
      keep(next, opened);
    }
    return opened;
  }

  private @Nullable LinuxSourceDirectory known(WatchedFolder folder) {
    return folder.isRoot() ? root : open.get(folder);
  }

  private void keep(WatchedFolder folder, LinuxSourceDirectory opened) {
    open.put(folder, opened);
    if (open.size() > MOST_OPEN) {
      Iterator<LinuxSourceDirectory> eldestFirst = open.values().iterator();
      eldestFirst.next().close();
      eldestFirst.remove();
    }
  }

  @Override
  public void close() {
    open.values().forEach(LinuxSourceDirectory::close);
    root.close();
  }
}
