package dev.lockstep.testkit;

import dev.lockstep.model.Kind;
import java.util.EnumSet;
import java.util.Set;

/**
 * One thing in which two entries of the same kind can differ, to the eyes of {@link TreeComparer}.
 */
public enum Respect {
  CONTENT,
  MODE,
  OWNER,
  FOLDER_TIME,
  FILE_TIME,
  LINK_TIME,
  /** Which names are one file. */
  HARD_LINKS,
  INODE,
  /** The ctime: it tells even that the same was written again. */
  CHANGED;

  /** All that a mirror carries. */
  public static Set<Respect> mirrored() {
    return EnumSet.of(CONTENT, MODE, OWNER, FOLDER_TIME, FILE_TIME, LINK_TIME, HARD_LINKS);
  }

  /** Of that, what one name shows without the others. */
  static Set<Respect> ofOneName() {
    Set<Respect> respects = mirrored();
    respects.remove(HARD_LINKS);
    return respects;
  }

  /** All that shows whether anything was written. */
  public static Set<Respect> untouched() {
    return EnumSet.allOf(Respect.class);
  }

  /** What the entry has in this respect; nothing where it does not apply. */
  String of(Snapshot.Item item) {
    Lstat look = item.look();
    return switch (this) {
      // The size of a link on disk tells slashes that Java drops from its target.
      case CONTENT -> item.content() + (item.kind() == Kind.DIRECTORY ? "" : " of " + look.size());
      case MODE -> item.kind() == Kind.SYMLINK ? "" : Integer.toOctalString(look.mode());
      case OWNER -> look.owner() + ":" + look.group();
      case FOLDER_TIME -> item.kind() == Kind.DIRECTORY ? look.modified().toString() : "";
      case FILE_TIME -> isFileLike(item.kind()) ? look.modified().toString() : "";
      case LINK_TIME -> item.kind() == Kind.SYMLINK ? look.modified().toString() : "";
      case HARD_LINKS -> item.kind() == Kind.DIRECTORY ? "" : item.sameAs();
      case INODE -> Long.toString(look.inode());
      case CHANGED -> look.changed().toString();
    };
  }

  private static boolean isFileLike(Kind kind) {
    return kind == Kind.FILE || kind == Kind.SPECIAL;
  }
}
