package dev.lockstep.fs;

import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Node;
import java.io.IOException;

/**
 * An open folder of the replica, with every operation that may change it. Several threads may
 * change different entries of one folder at once; while the folder itself is staged, only the
 * thread that staged it may.
 *
 * <p>Metadata handed in is what is expected of the entry, as {@link dev.lockstep.model.Carried}
 * computes it; what the replica cannot carry is passed over.
 */
public interface ReplicaDirectory extends ReadableDirectory {
  @Override
  ReplicaDirectory openDirectory(Name name) throws IOException;

  /**
   * Begins a file of this name beside what has the name now. Until the commit only its owner may
   * read it.
   *
   * @param size how many bytes will be written, as far as is known
   */
  StagedFile stageFile(Name name, long size) throws IOException;

  /**
   * Begins a new folder of this name. What is made inside before the commit shows with it, in one
   * step.
   *
   * @see StagedDirectory
   */
  StagedDirectory stageDirectory(Name name) throws IOException;

  /**
   * Begins a symbolic link of this name.
   *
   * @throws UncarriableException if the replica cannot hold this very target
   */
  Staged stageSymlink(Name name, LinkTarget target) throws IOException;

  /**
   * Begins a fifo, a socket or a device of this name.
   *
   * @throws UncarriableException if the replica cannot hold it
   */
  default Staged stageSpecial(Name name, Node node) throws IOException {
    throw new UncarriableException("this backend cannot make special files");
  }

  /**
   * Begins one more name for an entry that is no folder. Where nothing has this name, the entry may
   * have it before the commit; closing takes it away again.
   *
   * @param folder holds the entry; of this very tree
   * @param existing its name there
   * @param id which entry it is to be
   * @throws java.nio.file.NoSuchFileException if the entry has gone, or is another
   * @throws UncarriableException if the replica cannot give it one more name
   */
  default Staged stageLink(Name name, ReplicaDirectory folder, Name existing, FileId id)
      throws IOException {
    throw new UncarriableException("this backend cannot make hard links");
  }

  /**
   * Gives an entry of another folder, or of this one, a place here under a name that is free.
   *
   * @param folder holds the entry; of this very tree
   * @param existing its name there
   * @param id which entry it is to be
   * @throws java.nio.file.NoSuchFileException if the entry has gone, or is another
   * @throws java.nio.file.FileAlreadyExistsException if the name is not free
   * @throws UncarriableException if the replica cannot move it here in one step
   */
  default void moveHere(Name name, ReplicaDirectory folder, Name existing, FileId id)
      throws IOException {
    throw new UncarriableException("this backend cannot move entries");
  }

  /**
   * Removes an entry of this kind; a folder has to be empty.
   *
   * @throws java.nio.file.NoSuchFileException if there is none of this name
   * @throws IOException if the entry is of another kind, or cannot be removed
   */
  void remove(Name name, Kind kind) throws IOException;

  /**
   * Gives an entry of this kind in the folder its metadata, the time last; a link itself, not where
   * it points.
   *
   * @throws UncarriableException if it cannot have this very metadata; it has all that it can
   */
  void setMetadata(Name name, Kind kind, Metadata metadata) throws IOException;

  /**
   * Gives an entry that was looked at its metadata, as {@link #setMetadata(Name, Kind, Metadata)}
   * does.
   *
   * @throws IOException also if another entry has the name by now, as far as the backend can tell
   */
  default void setMetadata(Entry found, Metadata metadata) throws IOException {
    setMetadata(found.name(), found.kind(), metadata);
  }

  /**
   * Gives the folder itself its metadata, the time last.
   *
   * @throws UncarriableException if it cannot have this very metadata; it has all that it can
   */
  void setMetadata(Metadata metadata) throws IOException;

  /**
   * How many bytes can still be written on the folder's file system, by this user; as far as the
   * system knows.
   */
  long freeBytes() throws IOException;

  /** Gives the folder's owner the right to list and change it, where that is missing. */
  void grantAccess() throws IOException;
}
