package dev.lockstep.fs.nio;

import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.StagedNames;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The way of one entry from its staged name to its final one. In a folder that is staged itself the
 * two are the same, and the commit has nothing to do.
 */
final class Staging {
  private final OpenFolder folder;
  private final Name finalName;
  private final Name stagedName;
  private final Kind kind;
  private boolean committed;
  private boolean ended;

  private Staging(OpenFolder folder, Name finalName, Name stagedName, Kind kind) {
    this.folder = folder;
    this.finalName = finalName;
    this.stagedName = stagedName;
    this.kind = kind;
  }

  /** Makes an entry at a path where there is none. */
  @FunctionalInterface
  interface Maker<T> {
    T make(Path path) throws IOException;
  }

  /** An entry that was made, and its way on. */
  record Made<T>(T result, Staging staging) {}

  /** Makes the entry under its staged name. */
  static <T> Made<T> make(OpenFolder folder, Name name, Kind kind, Maker<T> maker)
      throws IOException {
    folder.check();
    Path finalPath = folder.child(name);
    if (folder.place().isStaged()) {
      T made = maker.make(finalPath);
      folder.place().begin();
      return new Made<>(made, new Staging(folder, name, name, kind));
    }
    while (true) {
      Name staged = StagedNames.next();
      try {
        return new Made<>(
            maker.make(folder.child(staged)), new Staging(folder, name, staged, kind));
      } catch (FileAlreadyExistsException e) {
        // Chance gave a name that is taken; it will not do so for ever.
      }
    }
  }

  OpenFolder folder() {
    return folder;
  }

  /** The name that the entry has now. */
  Name name() {
    return committed ? finalName : stagedName;
  }

  /** Where the entry is now. */
  Path path() throws IOException {
    return folder.child(name());
  }

  /** Gives the entry its final name, in place of what has it, unless one of them is a folder. */
  void commit() throws IOException {
    requireUncommitted();
    if (!isInPlace()) {
      folder.check();
      Path finalPath = folder.child(finalName);
      requireReplaceable(finalPath);
      rename(path(), finalPath);
    }
    end();
    committed = true;
  }

  /**
   * Gives one more name of an entry its final one. Where that is a name of the same entry already,
   * a rename does nothing, so the staged name goes by itself.
   */
  void commitLink() throws IOException {
    Path staged = path();
    commit();
    if (!isInPlace()) {
      Files.deleteIfExists(staged);
    }
  }

  /**
   * Gives the entry its final name, and what has it a staged one.
   *
   * <p>RACE: what takes the final name while it is missing is replaced; a folder only if it is
   * empty and the staged entry a folder.
   */
  Name commitDisplacing() throws IOException {
    requireUncommitted();
    if (isInPlace()) {
      throw new IllegalStateException("a staged folder holds nothing that could be displaced");
    }
    folder.check();
    Path finalPath = folder.child(finalName);
    Name aside = freeName();
    rename(finalPath, folder.child(aside));
    try {
      rename(path(), finalPath);
    } catch (IOException e) {
      putBack(folder.child(aside), finalPath, e);
      throw e;
    }
    committed = true;
    return aside;
  }

  /** The stamp of what has the final name. */
  Optional<Stamp> stamp() throws IOException {
    return folder.entry(finalName).map(Entry::stamp);
  }

  /** Removes what was not committed, a folder with all that it holds. */
  void discard() throws IOException {
    if (!committed) {
      folder.check();
      if (kind == Kind.DIRECTORY) {
        new FolderRemoval(folder.access().attributes()).remove(path());
      } else {
        Files.deleteIfExists(path());
      }
      end();
    }
  }

  /** In a staged folder the entry is whole now, or gone. */
  private void end() {
    if (isInPlace() && !ended) {
      ended = true;
      folder.place().finish();
    }
  }

  private boolean isInPlace() {
    return stagedName.equals(finalName);
  }

  private void requireUncommitted() {
    if (committed) {
      throw new IllegalStateException("committed already");
    }
  }

  /**
   * Refuses what providers would do: a rename puts a folder in an empty folder's place, and some
   * replace an empty folder by a file.
   *
   * <p>RACE: an empty folder made after this look is replaced.
   */
  private void requireReplaceable(Path finalPath) throws IOException {
    Optional<Kind> old = folder.access().attributes().kindIfPresent(finalPath);
    if (old.isEmpty()) {
      return;
    }
    if (kind == Kind.DIRECTORY) {
      throw new FileAlreadyExistsException(finalPath.toString());
    }
    if (old.get() == Kind.DIRECTORY) {
      throw new FileSystemException(
          finalPath.toString(), null, "is a folder, which no " + kind.word() + " can replace");
    }
  }

  private Name freeName() throws IOException {
    while (true) {
      Name name = StagedNames.next();
      if (folder.access().attributes().kindIfPresent(folder.child(name)).isEmpty()) {
        return name;
      }
    }
  }

  private static void putBack(Path aside, Path finalPath, IOException failure) {
    try {
      rename(aside, finalPath);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    // Either option alone is refused by some providers, or done by deleting first.
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
