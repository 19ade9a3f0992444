package dev.lockstep.fs;

import dev.lockstep.model.Entry;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.FileId;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * An open folder, as far as reading goes. It stays the same folder, wherever its name may move; may
 * be used by several threads at once.
 */
public interface ReadableDirectory extends Closeable {
  /**
   * Lists every name in the folder but {@code .} and {@code ..}.
   *
   * @throws IOException if the listing did not end cleanly; the names handed on so far prove
   *     nothing about others
   */
  void list(NameSink sink) throws IOException;

  /** Looks at one entry without following it; empty if there is none of this name. */
  Optional<Entry> entry(Name name) throws IOException;

  /**
   * Opens a folder in this one.
   *
   * @throws java.nio.file.NotDirectoryException if the name does not lead to a folder, be it to a
   *     link to one
   */
  ReadableDirectory openDirectory(Name name) throws IOException;

  /**
   * Opens a regular file for reading, from its beginning. What was opened is told by {@link
   * ReadableFile#entry}, which has to be asked before anything is made of what was read: it may be
   * another entry that took the name. In no case does this follow a link or wait.
   *
   * @throws java.nio.file.NoSuchFileException if there is none of this name
   */
  ReadableFile openFile(Name name) throws IOException;

  /** Reads where a symbolic link points. */
  LinkTarget readSymlink(Name name) throws IOException;

  /**
   * Reads the extended attributes of an entry, of a link itself; unknown where this backend reads
   * none.
   */
  default ExtendedAttributes attributes(Name name) throws IOException {
    return ExtendedAttributes.UNKNOWN;
  }

  /** Reads the extended attributes of the folder itself, as {@link #attributes(Name)} does. */
  default ExtendedAttributes attributes() throws IOException {
    return ExtendedAttributes.UNKNOWN;
  }

  /** Which folder this is. */
  FileId id() throws IOException;

  /** What the folder itself carries now, but for extended attributes. */
  Metadata metadata() throws IOException;

  /** How far the stamps of entries on this folder's file system can be trusted. */
  default StampEvidence stampEvidence() throws IOException {
    return StampEvidence.WEAK;
  }

  /** Whether a file system begins here, so that {@code lost+found} is its own and no entry. */
  boolean isFileSystemRoot() throws IOException;
}
