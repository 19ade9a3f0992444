package dev.lockstep.fs.linux;

import dev.lockstep.fs.UncarriableException;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.StagedNames;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/**
 * The way of one entry from its staged name to its final one. In a folder that is staged itself the
 * two are the same, and the commit has nothing to do; so they are for a link whose name was free.
 * Holds the folder open.
 *
 * <p>RACE: what somebody puts in a staged name's place is committed, or removed, in its stead,
 * until the next run finds it; it is never followed.
 */
final class Staging {
  private final Handle folder;
  private final StagedState state;
  private final Name finalName;
  private final Name stagedName;
  private final Kind kind;
  private boolean committed;
  private boolean ended;
  private boolean closed;

  private Staging(Handle folder, StagedState state, Name finalName, Name stagedName, Kind kind) {
    this.folder = folder;
    this.state = state;
    this.finalName = finalName;
    this.stagedName = stagedName;
    this.kind = kind;
  }

  /** Makes an entry of this name. */
  @FunctionalInterface
  interface Maker {
    /** Gives what the call answered: a negated errno if it failed. */
    long make(int folder, long name);
  }

  /** An entry that was made: what the maker gave, and its way on. */
  record Made(long result, Staging staging) {}

  /** Makes the entry under its staged name. */
  static Made make(LinuxReplicaDirectory folder, Name name, Kind kind, Maker maker)
      throws IOException {
    StagedState state = folder.state();
    boolean inPlace = state.isStaged();
    while (true) {
      Name staged = inPlace ? name : StagedNames.next();
      long result = maker.make(folder.descriptor(), Calls.name(Scratch.ofThisThread(), staged));
      if (result >= 0) {
        if (inPlace) {
          state.begin();
        }
        return new Made(result, new Staging(folder.handle().share(), state, name, staged, kind));
      }
      // Chance may give a name that is taken; it will not do so for ever.
      if (inPlace || result != -Errno.EEXIST) {
        throw refusalToMake(result, folder.descriptor(), name, kind);
      }
    }
  }

  /** The way of an entry that has its final name from the beginning, which nothing had. */
  static Staging inPlace(LinuxReplicaDirectory folder, Name name, Kind kind) {
    if (folder.state().isStaged()) {
      folder.state().begin();
    }
    return new Staging(folder.handle().share(), folder.state(), name, name, kind);
  }

  static FileSystemException refusalToMake(long result, int folder, Name name, Kind kind) {
    if (result == -Errno.EINVAL || result == -Errno.EILSEQ || result == -Errno.ENAMETOOLONG) {
      return new UncarriableException(
          switch (kind) {
            case FILE, DIRECTORY -> "the replica's file system cannot hold this name";
            case SYMLINK -> "the replica's file system cannot hold this name, or this target";
            case SPECIAL ->
                "the replica's file system cannot hold this name, or this device number";
          });
    }
    if (kind == Kind.FILE && result == -Errno.EMLINK) {
      return new UncarriableException(
          "the replica's file system allows no more names for one file");
    }
    if (kind == Kind.FILE && result == -Errno.EXDEV) {
      return new UncarriableException("a hard link cannot lead to another file system");
    }
    return Calls.refusal(result, folder, name);
  }

  /** The folder that holds the entry. */
  int folder() {
    return folder.number();
  }

  /** The name that the entry has now. */
  Name name() {
    return committed ? finalName : stagedName;
  }

  /** The name that failures are told with. */
  Name shown() {
    return finalName;
  }

  /** Gives the entry its final name, in place of what has it, unless one of them is a folder. */
  void commit() throws IOException {
    requireUncommitted();
    if (!isInPlace()) {
      // What a folder is given the name of has to be free; all else replaces what is no folder.
      long result = rename(kind == Kind.DIRECTORY ? Constants.RENAME_NOREPLACE : 0);
      if (result == -Errno.EINVAL && kind == Kind.DIRECTORY) {
        requireFree();
        result = rename(0);
      }
      if (result == -Errno.EISDIR) {
        throw new FileSystemException(
            shown().toString(), null, "is a folder, which no " + kind.word() + " can replace");
      }
      if (result < 0) {
        throw refusalToMake(result, folder(), finalName, kind);
      }
    }
    end();
    committed = true;
  }

  /** Gives the entry its final name, and what has it the staged one, in one step if possible. */
  Name commitDisplacing() throws IOException {
    requireUncommitted();
    if (isInPlace()) {
      throw new IllegalStateException("a staged folder holds nothing that could be displaced");
    }
    long result = rename(Constants.RENAME_EXCHANGE);
    if (result == -Errno.EINVAL || result == -Errno.ENOSYS) {
      Name aside = exchangeByTwoSteps();
      committed = true;
      return aside;
    }
    if (result < 0) {
      throw Calls.refusal(result, folder(), finalName);
    }
    committed = true;
    return stagedName;
  }

  /**
   * Exchanges where the file system cannot.
   *
   * <p>RACE: what takes the final name while it is missing is replaced; a folder only if it is
   * empty and the staged entry a folder.
   */
  private Name exchangeByTwoSteps() throws IOException {
    Name aside = StagedNames.next();
    long result = rename(finalName, aside, 0);
    if (result < 0) {
      throw Calls.refusal(result, folder(), finalName);
    }
    result = rename(0);
    if (result < 0) {
      FileSystemException failure = Calls.refusal(result, folder(), finalName);
      long back = rename(aside, finalName, 0);
      if (back < 0) {
        failure.addSuppressed(Errno.exception(back, aside.toString()));
      }
      throw failure;
    }
    return aside;
  }

  /** The stamp of what has the final name. */
  Optional<Stamp> stamp() throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    return Calls.look(scratch, folder(), finalName) == 0
        ? Optional.of(Looks.stamp(scratch.statx()))
        : Optional.empty();
  }

  /** Removes what was not committed, a folder with all that it holds, and lets go of the folder. */
  void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!committed) {
        if (kind == Kind.DIRECTORY) {
          FolderRemoval.remove(folder(), stagedName);
        } else {
          unlinkStagedName();
        }
        end();
      }
    } finally {
      folder.close();
    }
  }

  /**
   * Removes what a rename of two names of one entry leaves: it does nothing and keeps both,
   * rename(2) says.
   */
  void removeStagedName() throws IOException {
    if (!isInPlace()) {
      unlinkStagedName();
    }
  }

  private void unlinkStagedName() throws IOException {
    long result = Libc.unlinkat(folder(), Calls.name(Scratch.ofThisThread(), stagedName), 0);
    if (result != -Errno.ENOENT) {
      Calls.require(result, stagedName);
    }
  }

  private long rename(int flags) {
    return rename(stagedName, finalName, flags);
  }

  private long rename(Name from, Name to, int flags) {
    Scratch scratch = Scratch.ofThisThread();
    return Libc.renameat2(
        folder(), Calls.name(scratch, from), folder(), Calls.otherName(scratch, to), flags);
  }

  /** RACE: where the file system cannot refuse it, an empty folder made after this is replaced. */
  private void requireFree() throws IOException {
    if (Calls.look(Scratch.ofThisThread(), folder(), finalName) == 0) {
      throw new FileAlreadyExistsException(shown().toString());
    }
  }

  /** In a staged folder the entry is whole now, or gone. */
  private void end() {
    if (isInPlace() && !ended && state.isStaged()) {
      ended = true;
      state.finish();
    }
  }

  /** Whether the entry has its final name from the beginning. */
  boolean isInPlace() {
    return stagedName.equals(finalName);
  }

  private void requireUncommitted() {
    if (committed) {
      throw new IllegalStateException("committed already");
    }
  }
}
