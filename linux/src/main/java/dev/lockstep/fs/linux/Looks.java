package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Node;
import dev.lockstep.model.Stamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes entries of what statx(2) told. Each method takes the address of its buffer. */
final class Looks {
  /** What is asked of statx(2). */
  static final int WANTED = Constants.STATX_BASIC_STATS | Constants.STATX_BTIME;

  private static final long LAST_SECOND = Instant.MAX.getEpochSecond();

  /** The very first stands for a time that is not known. */
  private static final long FIRST_SECOND = Instant.MIN.getEpochSecond() + 1;

  private static final int MODE_BITS = 07777;
  private static final int BYTES_PER_BLOCK = 512;

  private Looks() {}

  static Kind kind(long statx) {
    return switch (Statx.mode(statx) & Constants.S_IFMT) {
      case Constants.S_IFREG -> Kind.FILE;
      case Constants.S_IFDIR -> Kind.DIRECTORY;
      case Constants.S_IFLNK -> Kind.SYMLINK;
      default -> Kind.SPECIAL;
    };
  }

  static Entry entry(Name name, long statx) {
    return switch (kind(statx)) {
      case FILE -> file(name, statx);
      case DIRECTORY -> new Entry.Directory(name, metadata(statx), stamp(statx));
      case SYMLINK -> new Entry.Symlink(name, metadata(statx), stamp(statx), Statx.nlink(statx));
      case SPECIAL ->
          new Entry.Special(name, metadata(statx), stamp(statx), Statx.nlink(statx), node(statx));
    };
  }

  static Entry.File file(Name name, long statx) {
    long size = Statx.size(statx);
    boolean sparse = Statx.blocks(statx) < (size + BYTES_PER_BLOCK - 1) / BYTES_PER_BLOCK;
    return new Entry.File(name, metadata(statx), stamp(statx), Statx.nlink(statx), sparse);
  }

  static Metadata metadata(long statx) {
    int mode = Statx.mode(statx);
    boolean isLink = (mode & Constants.S_IFMT) == Constants.S_IFLNK;
    return new Metadata(
        isLink ? Metadata.UNKNOWN : mode & MODE_BITS,
        Statx.uid(statx),
        Statx.gid(statx),
        modified(statx));
  }

  static FileId id(long statx) {
    @Nullable Instant birth =
        (Statx.mask(statx) & Constants.STATX_BTIME) == 0
            ? null
            : instant(Statx.btimeSeconds(statx), Statx.btimeNanos(statx));
    return new FileId(Statx.dev(statx), Statx.ino(statx), birth);
  }

  /** What the system keeps may be beyond what Java can name: a corrupt inode, or a joke. */
  private static Instant instant(long seconds, int nanos) {
    if (seconds > LAST_SECOND) {
      return Instant.MAX;
    }
    return seconds < FIRST_SECOND
        ? Instant.ofEpochSecond(FIRST_SECOND)
        : Instant.ofEpochSecond(seconds, nanos);
  }

  static Stamp stamp(long statx) {
    boolean isFile = kind(statx) == Kind.FILE;
    return new Stamp(
        id(statx),
        isFile ? Statx.size(statx) : 0,
        modified(statx),
        instant(Statx.ctimeSeconds(statx), Statx.ctimeNanos(statx)));
  }

  static Instant modified(long statx) {
    return instant(Statx.mtimeSeconds(statx), Statx.mtimeNanos(statx));
  }

  private static Node node(long statx) {
    int major = Statx.rdevMajor(statx);
    int minor = Statx.rdevMinor(statx);
    return switch (Statx.mode(statx) & Constants.S_IFMT) {
      case Constants.S_IFIFO -> new Node(Node.Type.FIFO, 0, 0);
      case Constants.S_IFSOCK -> new Node(Node.Type.SOCKET, 0, 0);
      case Constants.S_IFBLK -> new Node(Node.Type.BLOCK_DEVICE, major, minor);
      case Constants.S_IFCHR -> new Node(Node.Type.CHARACTER_DEVICE, major, minor);
      default -> Node.UNKNOWN;
    };
  }
}
