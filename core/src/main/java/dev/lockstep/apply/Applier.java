package dev.lockstep.apply;

import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.Optional;

/** Carries out actions on open folders. May be used by several threads at once. */
public final class Applier {
  private static final int OWNER_ACCESS = 0700;
  private static final int OWNER_ENTERS = 0100;

  private final Carried carried;
  private final Dress dress;
  private final FileCopy copy;

  /**
   * Makes an applier.
   *
   * @param carried what the replica can carry
   * @param pauses waits before a file that changed is tried again
   * @param pace how fast content may be copied
   * @param cancellation ends a copy that is going on
   */
  public Applier(Carried carried, Pauses pauses, Pace pace, Cancellation cancellation) {
    this.carried = carried;
    this.dress = new Dress(carried);
    this.copy = new FileCopy(dress, pauses, pace, cancellation);
  }

  /**
   * Puts the source's file, link or special entry into the replica.
   *
   * @param old what has the name in the replica, if anything: a file, link or special entry is
   *     replaced, a folder gets a staged name
   * @param terms of a file; what has no content gets its name at once
   * @throws java.util.concurrent.CancellationException if cancelled meanwhile; then nothing was
   *     changed
   */
  public Put put(
      FolderPair folder, Entry entry, Optional<Entry> old, Terms terms, Workspace workspace)
      throws IOException {
    return switch (entry) {
      case Entry.File file -> copy.copy(folder, file, old, terms, workspace);
      case Entry.Symlink link -> putSymlink(folder, link, old);
      case Entry.Special special -> putSpecial(folder, special, old);
      case Entry.Directory directory ->
          throw new IllegalArgumentException("a folder is staged: " + directory.name());
    };
  }

  private Put putSymlink(FolderPair folder, Entry.Symlink link, Optional<Entry> old)
      throws IOException {
    Entry.Symlink seen = link;
    for (int attempt = 1; attempt <= FileCopy.ATTEMPTS; attempt++) {
      Optional<LinkTarget> target = target(folder.source(), seen.name());
      Metadata metadata = dress.ofSource(folder.source(), seen);
      Optional<Entry> now = folder.source().entry(seen.name());
      if (now.isEmpty()) {
        return new Put.Vanished();
      }
      if (!(now.get() instanceof Entry.Symlink again)) {
        return new Put.Unstable("became a " + now.get().kind().word() + " during the run");
      }
      if (target.isPresent() && again.stamp().equals(seen.stamp())) {
        try (Staged staged = folder.replica().stageSymlink(link.name(), target.get())) {
          var content = Commit.Content.of(target, seen.stamp());
          return commit(staged, content, metadata, Kind.SYMLINK, old, folder.replica());
        }
      }
      seen = again;
    }
    return new Put.Unstable("kept changing while it was read");
  }

  private Put putSpecial(FolderPair folder, Entry.Special special, Optional<Entry> old)
      throws IOException {
    Metadata metadata = dress.ofSource(folder.source(), special);
    if (!isStill(special, folder.source())) {
      return new Put.Unstable("changed while it was read");
    }
    try (Staged staged = folder.replica().stageSpecial(special.name(), special.node())) {
      var content = Commit.Content.of(Optional.empty(), special.stamp());
      return commit(staged, content, metadata, Kind.SPECIAL, old, folder.replica());
    }
  }

  /**
   * Gives an entry of the replica one more name.
   *
   * @param name the new name
   * @param holder has the entry, in the replica
   * @param existing the name that the entry has there
   * @param id which entry it is to be
   */
  public Put.Done putLink(
      ReplicaDirectory folder,
      Name name,
      ReplicaDirectory holder,
      Name existing,
      FileId id,
      Optional<Entry> old)
      throws IOException {
    try (Staged staged = folder.stageLink(name, holder, existing, id)) {
      return Commit.commit(staged, Commit.Content.ofLink(), isFolder(old));
    }
  }

  private Put commit(
      Staged staged,
      Commit.Content content,
      Metadata source,
      Kind kind,
      Optional<Entry> old,
      ReplicaDirectory replica)
      throws IOException {
    Metadata expected = dress.expected(source, old.filter(there -> there.kind() == kind), replica);
    return Commit.commit(staged, expected, content, isFolder(old));
  }

  static boolean isFolder(Optional<Entry> old) {
    return old.filter(there -> there.kind() == Kind.DIRECTORY).isPresent();
  }

  /** Where the link points; empty if the name leads to no link any more. */
  private static Optional<LinkTarget> target(SourceDirectory source, Name name) throws IOException {
    try {
      return Optional.of(source.readSymlink(name));
    } catch (IOException e) {
      if (source.entry(name).filter(now -> now.kind() == Kind.SYMLINK).isPresent()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * Gives the replica's entry of that name, which is no folder, the metadata of the source's.
   *
   * @param replica the replica's entry as it was looked at
   * @return whether the source's entry is still the one that was seen; if not, nothing was done
   */
  public boolean putMetadata(FolderPair folder, Entry source, Entry replica) throws IOException {
    Metadata expected =
        carried.expectedOf(
            source.kind(), replica.metadata(), dress.ofSource(folder.source(), source));
    if (!isStill(source, folder.source())) {
      return false;
    }
    folder.replica().setMetadata(replica, expected);
    return true;
  }

  /** Whether the source has the very entry under this name, unchanged. */
  private static boolean isStill(Entry seen, SourceDirectory source) throws IOException {
    return source.entry(seen.name()).filter(now -> now.stamp().equals(seen.stamp())).isPresent();
  }

  /** Begins a folder that the replica has not, or has as something else. */
  public StagedDirectory stageFolder(ReplicaDirectory parent, Entry.Directory folder)
      throws IOException {
    return parent.stageDirectory(folder.name());
  }

  /**
   * Lets a staged folder appear.
   *
   * @param replaced the kind of what has the name; it is removed
   * @return why what was replaced could not be removed and stays under a staged name, if so
   */
  public Optional<IOException> commitFolder(
      ReplicaDirectory parent, StagedDirectory staged, Optional<Kind> replaced) throws IOException {
    if (replaced.isEmpty()) {
      staged.commit();
      return Optional.empty();
    }
    Name displaced = staged.commitDisplacing();
    try {
      parent.remove(displaced, replaced.get());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /**
   * Gives a folder, after its children, the metadata of the source's.
   *
   * @param seen what the source's folder has but for extended attributes
   * @param before what the replica's folder had before anything in it was touched; empty for one
   *     that the run has made
   */
  public void settle(FolderPair folder, Metadata seen, Optional<Metadata> before)
      throws IOException {
    Metadata source = dress.ofSource(folder.source(), seen);
    Metadata expected = before.isEmpty() ? carried.expectedOfNew(source) : carried.expected(source);
    // What was opened up gets back a mode of its own too.
    boolean keepsMode = before.isPresent() && expected.mode() == Metadata.UNKNOWN;
    folder.replica().setMetadata(keepsMode ? expected.withMode(before.get().mode()) : expected);
  }

  /**
   * Takes from a folder, before anything comes into it, the rights that the source's does not give;
   * what it lacks is given by settling it.
   */
  public void narrow(ReplicaDirectory folder, Metadata source, Metadata replica)
      throws IOException {
    if (!isNarrow(source, replica)) {
      int expected = carried.expected(source).mode();
      folder.setMetadata(replica.withMode(replica.mode() & (expected | OWNER_ACCESS)));
    }
  }

  /** Whether a folder gives nobody but its owner a right that the source's does not give. */
  public boolean isNarrow(Metadata source, Metadata replica) {
    int expected = carried.expected(source).mode();
    return expected == Metadata.UNKNOWN
        || replica.mode() == Metadata.UNKNOWN
        || (replica.mode() & ~(expected | OWNER_ACCESS)) == 0;
  }

  /**
   * Gives a folder's owner the right to work in it, if this metadata of it says that it is missing.
   */
  public void openUp(ReplicaDirectory folder, Metadata replica) throws IOException {
    if (lacks(replica, OWNER_ACCESS)) {
      folder.grantAccess();
    }
  }

  /** Whether a folder need not be opened up. */
  public boolean isOpen(Metadata replica) {
    return !lacks(replica, OWNER_ACCESS);
  }

  /** Undoes {@link #openUp} for a folder that stays although the source has it not. */
  void close(ReplicaDirectory folder, Metadata replica) throws IOException {
    if (lacks(replica, OWNER_ACCESS)) {
      folder.setMetadata(replica);
    }
  }

  /** Whether a folder of this metadata keeps its owner from looking at what it holds. */
  public boolean hidesEntries(Metadata replica) {
    return lacks(replica, OWNER_ENTERS);
  }

  /** Whether the owner lacks one of these rights and, not being root, needs them. */
  private boolean lacks(Metadata replica, int rights) {
    return !carried.owners()
        && replica.mode() != Metadata.UNKNOWN
        && (replica.mode() & rights) != rights;
  }
}
