package dev.lockstep.model;

/** A name with its kind and metadata, as one look at the file system found it. */
public sealed interface Entry {
  Name name();

  Metadata metadata();

  Stamp stamp();

  Kind kind();

  /** How many names lead to it; 1 for folders, and where that cannot be told. */
  long links();

  /** The same under another name. */
  Entry named(Name other);

  /**
   * A regular file.
   *
   * @param sparse whether it may have holes, since it takes less room than it has bytes
   */
  record File(Name name, Metadata metadata, Stamp stamp, long links, boolean sparse)
      implements Entry {
    /** How many bytes it holds. */
    public long size() {
      return stamp.size();
    }

    @Override
    public Kind kind() {
      return Kind.FILE;
    }

    @Override
    public File named(Name other) {
      return new File(other, metadata, stamp, links, sparse);
    }
  }

  /** A folder. */
  record Directory(Name name, Metadata metadata, Stamp stamp) implements Entry {
    @Override
    public Kind kind() {
      return Kind.DIRECTORY;
    }

    @Override
    public Directory named(Name other) {
      return new Directory(other, metadata, stamp);
    }

    @Override
    public long links() {
      return 1;
    }
  }

  /** A symbolic link; where it points is read when it is needed. */
  record Symlink(Name name, Metadata metadata, Stamp stamp, long links) implements Entry {
    @Override
    public Kind kind() {
      return Kind.SYMLINK;
    }

    @Override
    public Symlink named(Name other) {
      return new Symlink(other, metadata, stamp, links);
    }
  }

  /** Neither of the others: a fifo, a socket, a device. */
  record Special(Name name, Metadata metadata, Stamp stamp, long links, Node node)
      implements Entry {
    @Override
    public Kind kind() {
      return Kind.SPECIAL;
    }

    @Override
    public Special named(Name other) {
      return new Special(other, metadata, stamp, links, node);
    }
  }
}
