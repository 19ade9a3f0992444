package dev.lockstep.testkit;

import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.util.Optional;

/**
 * The shape of a tree that exists only as arithmetic: in the root one wide folder of files, and
 * many folders of files.
 *
 * @param wide how many files the wide folder holds
 * @param folders how many other folders there are
 * @param files how many files each of them holds
 * @param fileBytes how many bytes each file holds
 */
public record SyntheticTree(int wide, int folders, int files, int fileBytes) {
  static final int DIGITS = 8;
  static final String FOLDER_PREFIX = "folder-";
  static final String FILE_PREFIX = "file-";
  private static final Metadata OF_FILES = new Metadata(0644, 0, 0, TreeSpec.LONG_AGO);
  private static final Metadata OF_FOLDERS = new Metadata(0755, 0, 0, TreeSpec.LONG_AGO);
  private static final long WIDE_FOLDER = 0;

  /** How many entries there are, without the root. */
  public long entries() {
    return 1 + folders + fileCount();
  }

  /** How many of the entries are files. */
  public long fileCount() {
    return wide + (long) folders * files;
  }

  /** How many bytes all files hold. */
  public long bytes() {
    return fileCount() * fileBytes;
  }

  /** A folder of this tree: the root, or by its number one of the others, 0 being the wide one. */
  record Place(SyntheticTree tree, long fileSystem, long number) {
    private static final long ROOT = -1;

    static Place root(SyntheticTree tree, long fileSystem) {
      return new Place(tree, fileSystem, ROOT);
    }

    boolean isRoot() {
      return number == ROOT;
    }

    String prefix() {
      return isRoot() ? FOLDER_PREFIX : FILE_PREFIX;
    }

    int size() {
      if (isRoot()) {
        return tree.folders + 1;
      }
      return number == WIDE_FOLDER ? tree.wide : tree.files;
    }

    FileId id() {
      return new FileId(fileSystem, 2 + number, null);
    }

    Metadata metadata() {
      return OF_FOLDERS;
    }

    Place child(long child) {
      return new Place(tree, fileSystem, child);
    }

    /** The entry of this name, if the arithmetic has it. */
    Optional<Entry> entry(Name name) {
      long child = numberIn(name);
      return child < 0 ? Optional.empty() : Optional.of(entry(name, child));
    }

    private Entry entry(Name name, long child) {
      if (isRoot()) {
        var stamp = new Stamp(child(child).id(), 0, TreeSpec.LONG_AGO, TreeSpec.LONG_AGO);
        return new Entry.Directory(name, OF_FOLDERS, stamp);
      }
      return file(name, child);
    }

    Entry.File file(Name name, long child) {
      long inode = ((number + 1) << 32) + child;
      var id = new FileId(fileSystem, inode, null);
      var stamp = new Stamp(id, tree.fileBytes, TreeSpec.LONG_AGO, TreeSpec.LONG_AGO);
      return new Entry.File(name, OF_FILES, stamp, 1, false);
    }

    /** The number in a name of this folder; negative if it is none of its names. */
    long numberIn(Name name) {
      String text = name.text();
      if (text.length() != prefix().length() + DIGITS || !text.startsWith(prefix())) {
        return -1;
      }
      long child = Long.parseLong(text.substring(prefix().length()));
      return child < size() ? child : -1;
    }
  }
}
