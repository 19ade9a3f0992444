package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.engine.ReopenedFolders.Reopened;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Action;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import dev.lockstep.moves.HeldEntry;
import dev.lockstep.moves.MoveOrder;
import dev.lockstep.moves.MovedFolders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives what was moved in the source its new place in the replica too: a folder by one rename, a
 * file by one more name, after which the old one goes, so that no name is missing at any moment. It
 * is done only where the old place is proven gone by a clean listing, and where the replica still
 * has the very entry there. What cannot be moved is left to be copied. For one thread.
 */
final class MoveWork {
  /** How many files may have a staged name each while others take theirs; the rest is copied. */
  private static final int MOST_STAGED = 500;

  private final RunParts run;
  private final Roots roots;
  private final ReopenedFolders folders;
  private final MovedFolders moved;
  private final List<HeldEntry> held;
  private final OldPlaces places;

  /** Where the source has something that is dealt with after the moves. */
  private final Set<RelativePath> waiting = new HashSet<>();

  private final Moved done = new Moved(new HashMap<>(), new HashMap<>());

  /**
   * What was moved.
   *
   * @param folders where the index knows each folder, by its new place
   * @param files how the replica's file looked before, by its new place
   */
  record Moved(Map<RelativePath, RelativePath> folders, Map<RelativePath, Stamp> files) {
    /** Nothing. */
    static final Moved NOTHING = new Moved(Map.of(), Map.of());
  }

  /**
   * Makes the work.
   *
   * @param moved what earlier rounds of the run have moved
   * @param held what is to be moved, and what else waits
   */
  MoveWork(
      RunParts run,
      Roots roots,
      ReopenedFolders folders,
      MovedFolders moved,
      List<HeldEntry> held) {
    this.run = run;
    this.roots = roots;
    this.folders = folders;
    this.moved = moved;
    this.held = held;
    this.places = new OldPlaces(roots.source(), run.oneFileSystem(), held);
    held.forEach(entry -> waiting.add(entry.path()));
  }

  /** Moves what can be. */
  Moved move() {
    moveFolders(MoveOrder.folders(held));
    MoveOrder.Files order = MoveOrder.files(held, moved);
    List<Ready> ready = new ArrayList<>();
    try {
      for (HeldEntry entry : order.endangered()) {
        if (ready.size() < MOST_STAGED) {
          stage(entry).ifPresent(ready::add);
        }
      }
      for (HeldEntry entry : order.others()) {
        moveFile(entry);
      }
      for (Ready each : ready) {
        commit(each);
      }
    } finally {
      ready.forEach(this::letGo);
    }
    return done;
  }

  /**
   * A file or a link that has a second, staged name.
   *
   * @param target where it points, for a link
   * @param isOver whether it takes the place of another one
   */
  private record Ready(
      HeldEntry entry,
      Entry source,
      RelativePath old,
      Stamp before,
      Optional<LinkTarget> target,
      boolean isOver,
      Staged staged) {}

  /** One that stands in another's way goes first; what stands in its own way is copied. */
  private void moveFolders(List<HeldEntry> entries) {
    List<HeldEntry> left = new ArrayList<>(entries);
    boolean hasMoved = true;
    while (hasMoved) {
      hasMoved = left.removeIf(this::moveFolder);
    }
  }

  private boolean moveFolder(HeldEntry entry) {
    run.cancellation().check();
    HeldEntry.Origin origin = entry.origin().orElseThrow();
    RelativePath old = moved.placeOf(origin.path());
    try (ReplicaDirectory holder = openReplica(old.parent())) {
      Reopened to = folders.open(entry.path().parent());
      Name name = entry.path().name();
      Optional<Entry> source = sourceNow(to, entry);
      Optional<Entry> replica = replicaNow(holder, entry, old);
      if (source.isEmpty()
          || replica.isEmpty()
          || to.folder().replica().entry(name).isPresent()
          || !hasLeft(entry, old)) {
        return false;
      }
      to.touch(run.applier());
      touchOrigin(old);
      to.folder().replica().moveHere(name, holder, old.name(), replica.get().stamp().id());
      moved.add(origin.path(), entry.path());
      done.folders().put(entry.path(), origin.path());
      run.wishes().isMoved(old);
      tell(entry, source.get(), old, Optional.empty());
      return true;
    } catch (IOException e) {
      return false; // It is copied, then, and what goes wrong with that is told.
    }
  }

  private void moveFile(HeldEntry entry) {
    Optional<Ready> ready = stage(entry);
    if (ready.isPresent()) {
      try {
        commit(ready.get());
      } finally {
        letGo(ready.get());
      }
    }
  }

  /** Gives a file a second name, beside the one that it will have. */
  private Optional<Ready> stage(HeldEntry entry) {
    run.cancellation().check();
    HeldEntry.Origin origin = entry.origin().orElseThrow();
    RelativePath old = moved.placeOf(origin.path());
    try (ReplicaDirectory holder = openReplica(old.parent())) {
      Reopened to = folders.open(entry.path().parent());
      Name name = entry.path().name();
      Optional<Entry> source = sourceNow(to, entry);
      Optional<Entry> replica = replicaNow(holder, entry, old);
      Optional<Entry> there = to.folder().replica().entry(name);
      if (source.isEmpty()
          || replica.isEmpty()
          || replica.get().links() != 1
          || there.filter(entryThere -> entryThere.kind() == Kind.DIRECTORY).isPresent()
          || !hasLeft(entry, old)) {
        return Optional.empty();
      }
      to.touch(run.applier());
      Stamp before = replica.get().stamp();
      Staged staged = to.folder().replica().stageLink(name, holder, old.name(), before.id());
      Optional<LinkTarget> target = Targets.of(to.folder().source(), source.get());
      return Optional.of(
          new Ready(entry, source.get(), old, before, target, there.isPresent(), staged));
    } catch (UncarriableException e) {
      return Optional.empty(); // No second name can be had here.
    } catch (IOException e) {
      return Optional.empty(); // It is copied, then, and what goes wrong with that is told.
    }
  }

  private void commit(Ready ready) {
    try {
      ready.staged().commit();
      done.files().put(ready.entry().path(), ready.before());
      tell(ready.entry(), ready.source(), ready.old(), ready.target());
      if (!ready.isOver()) {
        run.tally().hasNewName();
      }
      removeOrigin(ready.entry(), ready.old());
    } catch (IOException e) {
      // It is copied, or its old name is deleted, as if nobody had known.
    }
  }

  private void letGo(Ready ready) {
    try {
      ready.staged().close();
    } catch (IOException e) {
      String operation = "what was staged for it cannot be removed";
      run.tally().problem(Failures.problem(ready.entry().path(), operation, e));
    }
  }

  /**
   * Whether the source is proven to have left an entry's old place, and no part of it is to be left
   * alone. What has taken the place meanwhile must not have been dealt with yet: it may be mirrored
   * by what would be moved away.
   *
   * @param old where the replica has it
   */
  private boolean hasLeft(HeldEntry entry, RelativePath old) throws IOException {
    RelativePath origin = entry.origin().orElseThrow().path();
    boolean isFolder = entry.kind() == Kind.DIRECTORY;
    return run.filters().isWhole(origin, isFolder)
        && run.filters().isWhole(old, isFolder)
        && run.filters().isWhole(entry.path(), isFolder)
        && places.isLeftBy(entry.source().id(), origin)
        && (isToBeMarched(old) || places.isFree(old));
  }

  /** Takes the old name away, unless the source has something of that name by now. */
  private void removeOrigin(HeldEntry entry, RelativePath old) throws IOException {
    try (ReplicaDirectory holder = openReplica(old.parent())) {
      if (replicaNow(holder, entry, old).isPresent() && places.isFree(old)) {
        touchOrigin(old);
        holder.remove(old.name(), entry.kind());
        run.wishes().isMoved(old);
        run.tally().hasLostName();
      }
    }
  }

  private void tell(HeldEntry entry, Entry source, RelativePath old, Optional<LinkTarget> target) {
    Action action = new Action.Move(source, old);
    run.tally().done(new ActionDone(run.clock().now(), entry.path(), action, target));
  }

  private Optional<Entry> sourceNow(Reopened at, HeldEntry entry) throws IOException {
    return at.folder()
        .source()
        .entry(entry.path().name())
        .filter(now -> now.stamp().equals(entry.source()) || isFolder(now, entry));
  }

  /** A folder may be changed inside meanwhile. */
  private static boolean isFolder(Entry now, HeldEntry entry) {
    return now.kind() == Kind.DIRECTORY && OldPlaces.isSame(now.stamp().id(), entry.source().id());
  }

  private static Optional<Entry> replicaNow(
      ReplicaDirectory holder, HeldEntry entry, RelativePath old) throws IOException {
    FileId known = entry.origin().orElseThrow().replica();
    return holder
        .entry(old.name())
        .filter(now -> now.kind() == entry.kind() && OldPlaces.isSame(now.stamp().id(), known));
  }

  /** The folder that was left is settled too, if the source still has it. */
  private void touchOrigin(RelativePath path) {
    if (isToBeMarched(path.parent())) {
      return;
    }
    try {
      folders.open(path.parent()).touch(run.applier());
    } catch (IOException e) {
      // The source has it no more.
    }
  }

  /** Whether what the source has under a path waits, or lies in a folder that does. */
  private boolean isToBeMarched(RelativePath path) {
    for (RelativePath at = path; !at.isRoot(); at = at.parent()) {
      if (waiting.contains(at)) {
        return true;
      }
    }
    return false;
  }

  private ReplicaDirectory openReplica(RelativePath path) throws IOException {
    ReplicaDirectory at = roots.replica().openRoot();
    try {
      for (Name name : path.names()) {
        ReplicaDirectory below = at.openDirectory(name);
        at.close();
        at = below;
      }
      return at;
    } catch (IOException | RuntimeException e) {
      at.close();
      throw e;
    }
  }
}
