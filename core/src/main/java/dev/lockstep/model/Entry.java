package dev.lockstep.model;

/** A name with its kind and metadata, as one look at the file system found it. */
public sealed interface Entry {
  Name name();

  Metadata metadata();

  Stamp stamp();

  Kind kind();

  /** A regular file. */
  record File(Name name, Metadata metadata, Stamp stamp, long links) implements Entry {
    /** How many bytes it holds. */
    public long size() {
      return stamp.size();
    }

    @Override
    public Kind kind() {
      return Kind.FILE;
    }
  }

  /** A folder. */
  record Directory(Name name, Metadata metadata, Stamp stamp) implements Entry {
    @Override
    public Kind kind() {
      return Kind.DIRECTORY;
    }
  }

  /** A symbolic link; where it points is read when it is needed. */
  record Symlink(Name name, Metadata metadata, Stamp stamp) implements Entry {
    @Override
    public Kind kind() {
      return Kind.SYMLINK;
    }
  }

  /** Neither of the others: a fifo, a socket, a device. */
  record Special(Name name, Metadata metadata, Stamp stamp) implements Entry {
    @Override
    public Kind kind() {
      return Kind.SPECIAL;
    }
  }
}
