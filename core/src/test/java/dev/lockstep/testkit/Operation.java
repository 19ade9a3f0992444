package dev.lockstep.testkit;

import dev.lockstep.model.RelativePath;

/** One call of a backend, about to be made. */
public record Operation(Side side, Verb verb, RelativePath path) {
  /** Which tree it is about. */
  public enum Side {
    SOURCE,
    REPLICA
  }

  /** What it does. */
  public enum Verb {
    INSPECT,
    CREATE_ROOT,
    OPEN_TREE,
    OPEN_ROOT,
    LIST,
    /** The end of a listing, when all names were handed on. */
    LISTED,
    ENTRY,
    OPEN_DIRECTORY,
    OPEN_FILE,
    READ_SYMLINK,
    ATTRIBUTES,
    /** The attributes of an open file. */
    FILE_ATTRIBUTES,
    SKIP_HOLE,
    ID,
    METADATA,
    IS_FILE_SYSTEM_ROOT,
    /** A new look at an open file. */
    FILE_ENTRY,
    READ,
    /** A look at what was committed. */
    STAMP,
    STAGE_FILE,
    STAGE_DIRECTORY,
    STAGE_SYMLINK,
    STAGE_SPECIAL,
    STAGE_LINK,
    MOVE,
    REMOVE,
    SET_METADATA,
    /** The folder's own metadata. */
    SET_OWN_METADATA,
    GRANT_ACCESS,
    WRITE,
    WRITE_HOLE,
    SHARE_CONTENT,
    BEGIN_WITH,
    SET_STAGED_METADATA,
    COMMIT,
    COMMIT_DISPLACING,
    FLUSH,
    PREPARE_FLUSH,
    /** The close of what was staged and not committed, which undoes it. */
    CLOSE_STAGED;

    /** Whether it changes the replica. */
    public boolean writes() {
      return this == CREATE_ROOT || compareTo(STAGE_FILE) >= 0;
    }
  }

  /** Whether it is this very operation. */
  public boolean is(Side ofSide, Verb ofVerb, String at) {
    return side == ofSide && verb == ofVerb && path.equals(RelativePath.of(at));
  }

  @Override
  public String toString() {
    return side + " " + verb + " " + path;
  }
}
