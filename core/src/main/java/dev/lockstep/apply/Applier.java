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
  private final FileCopy copy;

  /**
   * Makes an applier.
   *
   * @param carried what the replica can carry
   * @param pauses waits before a file that changed is tried again
   * @param cancellation ends a copy that is going on
   */
  public Applier(Carried carried, Pauses pauses, Cancellation cancellation) {
    this.carried = carried;
    this.copy = new FileCopy(carried, pauses, cancellation);
  }

  /**
   * Puts the source's file into the replica, in place of a file or link of that name if there is
   * one.
   *
   * @param displacing whether what has the name is a folder, which then gets a staged name
   * @throws java.util.concurrent.CancellationException if cancelled meanwhile; then nothing was
   *     changed
   */
  public Put putFile(FolderPair folder, Entry.File file, boolean displacing, Workspace workspace)
      throws IOException {
    return copy.copy(folder, file, displacing, workspace);
  }

  /** Puts the source's link into the replica, as {@link #putFile} does a file. */
  public Put putSymlink(FolderPair folder, Entry.Symlink link, boolean displacing)
      throws IOException {
    Entry.Symlink seen = link;
    for (int attempt = 1; attempt <= FileCopy.ATTEMPTS; attempt++) {
      Optional<LinkTarget> target = target(folder.source(), seen.name());
      Optional<Entry> now = folder.source().entry(seen.name());
      if (now.isEmpty()) {
        return new Put.Vanished();
      }
      if (!(now.get() instanceof Entry.Symlink again)) {
        return new Put.Unstable("became a " + now.get().kind().word() + " during the run");
      }
      if (target.isPresent() && again.stamp().equals(seen.stamp())) {
        return putSymlink(folder.replica(), seen, target.get(), displacing);
      }
      seen = again;
    }
    return new Put.Unstable("kept changing while it was read");
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

  private Put putSymlink(
      ReplicaDirectory replica, Entry.Symlink link, LinkTarget target, boolean displacing)
      throws IOException {
    try (Staged staged = replica.stageSymlink(link.name(), target)) {
      return Commit.commit(
          staged, carried.expected(link.metadata()), Commit.Content.NONE, displacing);
    }
  }

  /** Gives the replica's file or link of that name the metadata of the source's. */
  public void putMetadata(ReplicaDirectory folder, Entry source) throws IOException {
    folder.setMetadata(source.name(), source.kind(), carried.expected(source.metadata()));
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

  /** Gives a folder, after its children, the metadata of the source's. */
  public void settle(ReplicaDirectory folder, Metadata source) throws IOException {
    folder.setMetadata(carried.expected(source));
  }

  /**
   * Takes from a folder, before anything comes into it, the rights that the source's does not give;
   * what it lacks is given by settling it.
   */
  public void narrow(ReplicaDirectory folder, Metadata source, Metadata replica)
      throws IOException {
    int expected = carried.expected(source).mode();
    if (!carried.modes() || expected == Metadata.UNKNOWN || replica.mode() == Metadata.UNKNOWN) {
      return;
    }
    int narrowed = replica.mode() & (expected | OWNER_ACCESS);
    if (narrowed != replica.mode()) {
      folder.setMetadata(replica.withMode(narrowed));
    }
  }

  /**
   * Gives a folder's owner the right to work in it, if this metadata of it says that it is missing.
   */
  public void openUp(ReplicaDirectory folder, Metadata replica) throws IOException {
    if (lacks(replica, OWNER_ACCESS)) {
      folder.grantAccess();
    }
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
