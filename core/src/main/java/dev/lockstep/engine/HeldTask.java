package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.index.Proof;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import dev.lockstep.moves.HeldEntry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deals with what was held back until the march had passed, moved by now or not: looks at it anew,
 * and goes on as the march would have.
 */
final class HeldTask implements Task {
  private final March shared;
  private final PairWork pairs;
  private final FolderNode root;
  private final Deque<HeldEntry> held;
  private final MoveWork.Moved moved;
  private final Deque<Task> ready = new ArrayDeque<>();

  /**
   * Makes the task.
   *
   * @param pairs holds nothing back any more
   * @param held in the order of their paths
   * @param moved what of them has its new place by now
   */
  HeldTask(
      March shared, PairWork pairs, FolderNode root, List<HeldEntry> held, MoveWork.Moved moved) {
    this.shared = shared;
    this.pairs = pairs;
    this.root = root;
    this.held = new ArrayDeque<>(held);
    this.moved = moved;
  }

  @Override
  public @Nullable Task advance(Workspace workspace) {
    while (true) {
      for (Task task = ready.poll(); task != null; task = ready.poll()) {
        if (!shared.run().queue().offer(task)) {
          return task;
        }
      }
      HeldEntry next = held.peek();
      if (next == null) {
        shared.settling().release(root);
        return null;
      }
      handleFolder(next.path().parent(), workspace);
    }
  }

  @Override
  public void drop() {
    shared.settling().release(root);
  }

  @Override
  public void abort() {
    held.clear();
  }

  /** Deals with all that was held back in one folder. */
  private void handleFolder(RelativePath path, Workspace workspace) {
    List<FolderNode> way = new ArrayList<>();
    try {
      FolderNode node = way(path, way);
      try (Handles.Lease lease = shared.handles().open(node)) {
        shared.run().proofs().look(node, lease.folder());
        for (HeldEntry entry = held.peek();
            entry != null && entry.path().parent().equals(path);
            entry = held.peek()) {
          shared.run().cancellation().check();
          held.remove();
          handleSafely(node, lease.folder(), entry, workspace);
        }
      }
    } catch (IOException e) {
      tellUnreached(path, e);
    }
    for (FolderNode node : way.reversed()) {
      shared.settling().release(node);
    }
  }

  private void handleSafely(
      FolderNode node, FolderPair folder, HeldEntry entry, Workspace workspace) {
    try {
      handle(node, folder, entry, workspace);
    } catch (IOException e) {
      shared.heldBack().doubt();
      shared.run().tally().problem(Failures.problem(entry.path(), "cannot be looked at", e));
    }
  }

  private void tellUnreached(RelativePath folder, IOException failure) {
    shared.heldBack().doubt();
    for (HeldEntry entry = held.peek();
        entry != null && entry.path().parent().equals(folder);
        entry = held.peek()) {
      held.remove();
      shared.run().tally().problem(Failures.problem(entry.path(), "cannot be reached", failure));
    }
  }

  /** The nodes down to a folder, each of which is to be released. */
  private FolderNode way(RelativePath path, List<FolderNode> way) throws IOException {
    FolderNode at = root;
    for (Name name : path.names()) {
      try (Handles.Lease lease = shared.handles().open(at)) {
        Entry source = lease.folder().source().entry(name).orElse(null);
        Optional<Entry> replica = lease.folder().replica().entry(name);
        if (!(source instanceof Entry.Directory directory)
            || !(replica.orElse(null) instanceof Entry.Directory)) {
          throw new IOException("its folder was exchanged during the run");
        }
        at = at.child(directory, replica, Optional.empty());
        way.add(at);
      }
    }
    return at;
  }

  private void handle(FolderNode node, FolderPair folder, HeldEntry entry, Workspace workspace)
      throws IOException {
    Name name = entry.path().name();
    Optional<Entry> source = FolderMarch.entry(folder.source(), name);
    Optional<Entry> replica = folder.replica().entry(name);
    if (source.isEmpty()) {
      Vanishing.tell(shared.run(), node, folder, entry.path(), replica);
      return;
    }
    Pair pair = Pair.of(source.get(), replica);
    Optional<FolderNode> child =
        pairs.handle(node, folder, pair, proof(node, pair), shared.run().tally(), workspace);
    if (child.isPresent()) {
      RelativePath origin = moved.folders().get(entry.path());
      if (origin != null) {
        child.get().indexedAt(origin);
      }
      if (!child.get().isNew()) {
        shared.run().proofs().folder(node, child.get().source(), child.get().replicaId(), null);
      }
      ready.add(new FolderTask(shared, child.get()));
    }
  }

  /** What still holds of what was proven of a file before it was moved; null if nothing does. */
  private @Nullable Proof proof(FolderNode node, Pair pair) {
    Stamp before = moved.files().get(node.path().resolve(pair.name()));
    return before != null && pair instanceof Pair.Both both
        ? shared.run().proofs().ofMoved(node, both, before)
        : null;
  }
}
