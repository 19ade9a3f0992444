package dev.lockstep.engine;

import dev.lockstep.filter.FolderRules;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.model.Action;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the source that the march has come upon, until it is settled. Its own march and each
 * task that came from it hold it open; who ends the last one settles it, and lets go of the parent.
 * For any thread.
 */
final class FolderNode {
  private static final Name ANY_NAME = Name.of("folder");

  private final @Nullable FolderNode parent;
  private final RelativePath path;
  private final Entry.Directory source;
  private final Optional<Entry> replica;
  private final Optional<Action> due;
  private final boolean isNewRoot;
  private final AtomicInteger open = new AtomicInteger(1);

  // Guarded by this.
  private FileId replicaId;
  private boolean touched;
  private boolean abandoned;
  private boolean vanished;
  private @Nullable Standing standing;
  private @Nullable RelativePath origin;
  private @Nullable FolderRules rules;

  private FolderNode(
      @Nullable FolderNode parent,
      RelativePath path,
      Entry.Directory source,
      Optional<Entry> replica,
      Optional<Action> due,
      boolean isNewRoot) {
    this.parent = parent;
    this.path = path;
    this.source = source;
    this.replica = replica;
    this.due = due;
    this.isNewRoot = isNewRoot;
    this.replicaId =
        replica.isPresent() && replica.get().kind() == Kind.DIRECTORY
            ? replica.get().stamp().id()
            : FileId.UNKNOWN;
  }

  /** The node of the roots, of which both are there. */
  static FolderNode root(Entry.Directory source, Entry.Directory replica, Optional<Action> due) {
    return new FolderNode(null, RelativePath.ROOT, source, Optional.of(replica), due, false);
  }

  /** The node of the roots, of which the replica's was made for this run. */
  static FolderNode newRoot(Entry.Directory source, Entry.Directory replica) {
    return new FolderNode(
        null, RelativePath.ROOT, source, Optional.of(replica), Optional.empty(), true);
  }

  /** The node of a folder that was opened anew, on both sides. */
  static FolderNode reopened(RelativePath path, FolderPair folder) throws IOException {
    return new FolderNode(
        null,
        path,
        entry(folder.source()),
        Optional.of(entry(folder.replica())),
        Optional.empty(),
        false);
  }

  /** An open folder as an entry, of which the name does not matter. */
  static Entry.Directory entry(ReadableDirectory folder) throws IOException {
    Metadata metadata = folder.metadata();
    return new Entry.Directory(
        ANY_NAME, metadata, new Stamp(folder.id(), 0, metadata.modified(), null));
  }

  /**
   * The node of a folder in this one; holds this one open.
   *
   * @param replica what the replica has of that name
   * @param due the action that settling the folder completes, and that is told then
   */
  FolderNode child(Entry.Directory child, Optional<Entry> replica, Optional<Action> due) {
    hold();
    var node = new FolderNode(this, path.resolve(child.name()), child, replica, due, false);
    if (isMoved()) {
      node.indexedAt(indexPath().resolve(child.name()));
    }
    return node;
  }

  @Nullable FolderNode parent() {
    return parent;
  }

  RelativePath path() {
    return path;
  }

  /** The folder as the source has it. */
  Entry.Directory source() {
    return source;
  }

  /** What the replica had of that name when the march came by. */
  Optional<Entry> replica() {
    return replica;
  }

  /** Whether the replica has to get this folder. */
  boolean isNew() {
    return replica.isEmpty() || replica.get().kind() != Kind.DIRECTORY;
  }

  /** What the replica's folder had before the run; empty for one that the run makes. */
  Optional<Metadata> before() {
    return isNewRoot || isNew() ? Optional.empty() : replica.map(Entry::metadata);
  }

  /** The action that settling the folder completes. */
  Optional<Action> due() {
    return due;
  }

  /** One more task works below this folder. */
  void hold() {
    open.incrementAndGet();
  }

  /** One task less; true for the last one. */
  boolean release() {
    return open.decrementAndGet() == 0;
  }

  /** Which folder of the replica this is; unknown before a new one is staged. */
  synchronized FileId replicaId() {
    return replicaId;
  }

  /** Takes note of which folder was staged. */
  synchronized void stagedAs(FileId id) {
    replicaId = id;
  }

  /** Makes a folder fit to be changed. */
  @FunctionalInterface
  interface Opening {
    void open() throws IOException;
  }

  /**
   * Takes note that an entry of the replica's folder is about to change, so that it has to be
   * settled.
   *
   * @param opening is done the first time, before anybody changes anything
   */
  synchronized void touch(Opening opening) throws IOException {
    if (!touched) {
      opening.open();
      touched = true;
    }
  }

  synchronized boolean isTouched() {
    return touched;
  }

  /** Takes note that the replica does not get this folder after all, or not this time. */
  synchronized void abandon() {
    abandoned = true;
  }

  synchronized boolean isAbandoned() {
    return abandoned;
  }

  /** Takes note that the source has the folder no more; true for the first who does. */
  synchronized boolean vanish() {
    boolean isFirst = !vanished;
    vanished = true;
    return isFirst;
  }

  /** What the proofs of its entries depend on; null as long as nobody has seen. */
  synchronized @Nullable Standing standing() {
    return standing;
  }

  /** Takes note of what the proofs of its entries depend on. */
  synchronized void standsOn(Standing other) {
    standing = other;
  }

  /** What is left out of it, its own ignore file counted; null as long as nobody has seen. */
  synchronized @Nullable FolderRules rules() {
    return rules;
  }

  /** Takes note of what is left out of it. */
  synchronized void ruledBy(FolderRules other) {
    rules = other;
  }

  /** Where the index knows this folder: elsewhere, if it was moved in this run. */
  synchronized RelativePath indexPath() {
    return origin == null ? path : origin;
  }

  /** Whether the index knows it elsewhere. */
  synchronized boolean isMoved() {
    return origin != null;
  }

  /** Takes note of where the index knows it. */
  synchronized void indexedAt(RelativePath other) {
    origin = other;
  }
}
