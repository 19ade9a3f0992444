package dev.lockstep.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A tree as a literal: {@code root(folder("a", file("b", "text").mode(0640)), symlink("c",
 * "a/b"))}.
 *
 * <p>What is not said is the same every time: modes 0644 and 0755, times {@link #LONG_AGO}, the
 * running user as owner.
 */
public sealed interface TreeSpec {
  /** When everything was last changed of which nothing else is said. */
  Instant LONG_AGO = Instant.parse("2024-05-01T12:00:00.123456789Z");

  String name();

  Looks looks();

  /** The same with other looks. */
  TreeSpec looks(Looks other);

  /** The same with these permission bits. */
  default TreeSpec mode(int mode) {
    return looks(new Looks(mode, looks().modified(), looks().owner(), looks().group()));
  }

  /** The same, last changed then. */
  default TreeSpec modified(Instant modified) {
    return looks(new Looks(looks().mode(), modified, looks().owner(), looks().group()));
  }

  /** The same, belonging to these; only root can write it so. */
  default TreeSpec owner(int owner, int group) {
    return looks(new Looks(looks().mode(), looks().modified(), owner, group));
  }

  /** A root with these entries. */
  static Folder root(TreeSpec... children) {
    return folder("", children);
  }

  static Folder folder(String name, TreeSpec... children) {
    return new Folder(name, List.of(children), Looks.ofMode(0755));
  }

  static File file(String name, String text) {
    return new File(name, Content.of(text), Looks.ofMode(0644));
  }

  static File file(String name, byte[] content) {
    return new File(name, Content.of(content), Looks.ofMode(0644));
  }

  static Symlink symlink(String name, String target) {
    return new Symlink(name, target, Looks.ofMode(Looks.UNSAID));
  }

  /** One more name of a file or link that comes earlier in the tree, on a real disk only. */
  static HardLink hardLink(String name, String to) {
    return new HardLink(name, to, Looks.ofMode(Looks.UNSAID));
  }

  /** Reads a whole tree, names that are text only. */
  static Folder read(Path root) throws IOException {
    return TreeReader.read(root);
  }

  /**
   * What an entry carries besides its content.
   *
   * @param owner numeric, or {@link #UNSAID}
   * @param group numeric, or {@link #UNSAID}
   */
  record Looks(int mode, Instant modified, int owner, int group) {
    public static final int UNSAID = -1;

    static Looks ofMode(int mode) {
      return new Looks(mode, LONG_AGO, UNSAID, UNSAID);
    }
  }

  /** A folder with its entries. */
  record Folder(String name, List<TreeSpec> children, Looks looks) implements TreeSpec {
    public Folder {
      children = List.copyOf(children);
    }

    @Override
    public Folder looks(Looks other) {
      return new Folder(name, children, other);
    }

    @Override
    public Folder modified(Instant modified) {
      return (Folder) TreeSpec.super.modified(modified);
    }

    @Override
    public Folder mode(int mode) {
      return (Folder) TreeSpec.super.mode(mode);
    }

    /** Writes the tree: this very folder, which may be there but has to be empty. */
    public void writeTo(Path root) throws IOException {
      new TreeWriter(root).write(this, root);
    }
  }

  /** A regular file. */
  record File(String name, Content content, Looks looks) implements TreeSpec {
    @Override
    public File looks(Looks other) {
      return new File(name, content, other);
    }
  }

  /** A symbolic link. */
  record Symlink(String name, String target, Looks looks) implements TreeSpec {
    @Override
    public Symlink looks(Looks other) {
      return new Symlink(name, target, other);
    }
  }

  /**
   * One more name of an entry, of which the looks are that entry's.
   *
   * @param to the path of the other name from the root
   */
  record HardLink(String name, String to, Looks looks) implements TreeSpec {
    @Override
    public HardLink looks(Looks other) {
      throw new UnsupportedOperationException("a hard link looks like what it leads to");
    }
  }
}
