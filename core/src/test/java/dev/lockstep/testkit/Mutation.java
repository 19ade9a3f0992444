package dev.lockstep.testkit;

/** One way in which a tree changes between two runs. */
enum Mutation {
  CREATE_FILE,
  CREATE_FOLDER,
  CREATE_LINK,
  EDIT_SAME_SIZE,
  EDIT_RESTORING_TIME,
  GROW,
  TRUNCATE,
  CHANGE_MODE,
  TOUCH,
  RETARGET,
  DELETE,
  RENAME,
  MOVE,
  FILE_TO_FOLDER,
  FILE_TO_FULL_FOLDER,
  FILE_TO_LINK,
  FOLDER_TO_FILE,
  FOLDER_TO_LINK,
  LINK_TO_FILE,
  LINK_TO_FOLDER,
  /** Another name for a file or symbolic link, in any folder. */
  HARD_LINK,
  /** Another name for a file, in place of another file. */
  HARD_LINK_OVER,
  /** A copy, equal in all else, in a name's place. */
  UNSHARE;

  /** Whether only a real disk knows it. */
  boolean isOfDisks() {
    return compareTo(HARD_LINK) >= 0;
  }
}
