package dev.lockstep.engine;

import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.FileId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Open folders, a bounded number of them: the ones not in use for longest are closed, and opened
 * again name by name from the nearest one that is still open, their identity checked. For any
 * thread.
 */
final class Handles implements Closeable {
  private final int most;
  private final OtherFileSystem onOtherFileSystem;

  /** By least recent use. Guarded by this, as are all slots. */
  private final Map<FolderNode, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Makes it with the roots, which stay open.
   *
   * @param onOtherFileSystem hears of each of the replica's folders that is on another file system
   *     than its parent, when it is opened
   */
  Handles(int most, FolderNode root, FolderPair roots, OtherFileSystem onOtherFileSystem) {
    this.most = most;
    this.onOtherFileSystem = onOtherFileSystem;
    Slot slot = new Slot(roots);
    slot.users = 1;
    slots.put(root, slot);
  }

  /** Hears of folders that are on another file system. */
  @FunctionalInterface
  interface OtherFileSystem {
    void found(ReplicaDirectory folder) throws IOException;
  }

  /** A folder in use; closing it says that it is not any more. */
  final class Lease implements Closeable {
    private final Slot slot;
    private boolean ended;

    private Lease(Slot slot) {
      this.slot = slot;
    }

    FolderPair folder() {
      return slot.folder;
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        release(slot);
      }
    }
  }

  /** Opens both folders of a node, unless they are open. */
  Lease open(FolderNode node) throws IOException {
    Deque<FolderNode> missing = new ArrayDeque<>();
    Lease lease = nearest(node, missing);
    while (!missing.isEmpty()) {
      FolderNode next = missing.pop();
      try (Lease parent = lease) {
        lease = openBelow(parent.folder(), next);
      }
    }
    return lease;
  }

  /** Takes over folders that were just opened, and puts them to use. */
  Lease adopt(FolderNode node, FolderPair folder) throws IOException {
    Deque<Slot> unused = new ArrayDeque<>();
    Lease lease;
    synchronized (this) {
      Slot slot = slots.get(node);
      if (slot == null) {
        slot = new Slot(folder);
        slots.put(node, slot);
        collectUnused(unused);
      } else {
        unused.add(new Slot(folder));
      }
      slot.users++;
      lease = new Lease(slot);
    }
    closeAll(unused);
    return lease;
  }

  /** Closes a node's folders for good, as soon as nobody uses them; the roots stay open. */
  void forget(FolderNode node) throws IOException {
    if (node.parent() == null) {
      return;
    }
    Slot slot;
    synchronized (this) {
      slot = slots.remove(node);
      if (slot == null) {
        return;
      }
      slot.isForgotten = true;
      if (slot.users > 0) {
        return;
      }
    }
    slot.close();
  }

  /** Closes all; nobody may use any. */
  @Override
  public void close() throws IOException {
    Deque<Slot> all;
    synchronized (this) {
      all = new ArrayDeque<>(slots.values());
      slots.clear();
    }
    closeAll(all);
  }

  /**
   * Leases the nearest open folder upwards; what is missing below it goes on the stack, the lowest
   * deepest.
   */
  private synchronized Lease nearest(FolderNode node, Deque<FolderNode> missing) {
    FolderNode at = node;
    while (true) {
      Slot slot = slots.get(at);
      if (slot != null) {
        slot.users++;
        return new Lease(slot);
      }
      missing.push(at);
      at = at.parent();
      if (at == null) {
        throw new IllegalStateException("the roots are not open");
      }
    }
  }

  private Lease openBelow(FolderPair parent, FolderNode node) throws IOException {
    SourceDirectory source = openSource(parent, node);
    try {
      ReplicaDirectory replica = parent.replica().openDirectory(node.path().name());
      try {
        requireSame(node.replicaId(), replica.id(), "replica");
        if (isOnOther(parent.replica().id(), replica.id())) {
          onOtherFileSystem.found(replica);
        }
        return adopt(node, new FolderPair(source, replica));
      } catch (IOException | RuntimeException e) {
        replica.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Opens a node's folder of the source only; the caller closes it. */
  static SourceDirectory openSource(FolderPair parent, FolderNode node) throws IOException {
    SourceDirectory source = parent.source().openDirectory(node.path().name());
    try {
      requireSame(node.source().stamp().id(), source.id(), "source");
      return source;
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static void requireSame(FileId expected, FileId found, String side) throws IOException {
    if (expected.isKnown() && found.isKnown() && !expected.equals(found)) {
      throw new FileSystemException(
          null, null, "the folder was exchanged in the " + side + " during the run");
    }
  }

  private static boolean isOnOther(FileId parent, FileId folder) {
    return folder.isKnown() && parent.isKnown() && folder.fileSystem() != parent.fileSystem();
  }

  private void release(Slot slot) throws IOException {
    Deque<Slot> unused = new ArrayDeque<>();
    synchronized (this) {
      slot.users--;
      if (slot.isForgotten && slot.users == 0) {
        unused.add(slot);
      } else {
        collectUnused(unused);
      }
    }
    closeAll(unused);
  }

  private void collectUnused(Deque<Slot> unused) {
    Iterator<Slot> oldest = slots.values().iterator();
    while (slots.size() > most && oldest.hasNext()) {
      Slot slot = oldest.next();
      if (slot.users == 0) {
        oldest.remove();
        unused.add(slot);
      }
    }
  }

  private static void closeAll(Deque<Slot> slots) {
    slots.forEach(Slot::close);
  }

  /** Both folders of one node. */
  private static final class Slot implements Closeable {
    private final FolderPair folder;
    private int users;
    private boolean isForgotten;

    Slot(FolderPair folder) {
      this.folder = folder;
    }

    @Override
    public void close() {
      try (var _ = folder.source();
          var _ = folder.replica()) {
        // Closing is all there is to do.
      } catch (IOException e) {
        // Harmless: nothing is written through a folder's handle, and who comes by here may be
        // about another folder.
      }
    }
  }
}
