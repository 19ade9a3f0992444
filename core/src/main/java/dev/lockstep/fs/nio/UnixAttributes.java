package dev.lockstep.fs.nio;

import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Node;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** The JDK's {@code unix} view: all that stat tells. It is not documented, but old and stable. */
final class UnixAttributes implements Attributes {
  private static final String WANTED =
      "unix:mode,ino,dev,rdev,nlink,uid,gid,size,lastModifiedTime,ctime";

  private static final int TYPE_BITS = 0170000;
  private static final int FILE = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMLINK = 0120000;
  private static final int FIFO = 0010000;
  private static final int SOCKET = 0140000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int MODE_BITS = 07777;

  @Override
  public Found look(Path path) throws IOException {
    Map<String, Object> all = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
    int mode = number(all, "mode").intValue();
    Kind kind = kind(mode);
    Instant modified = instant(all, "lastModifiedTime");
    var metadata =
        new Metadata(
            kind == Kind.SYMLINK ? Metadata.UNKNOWN : mode & MODE_BITS,
            number(all, "uid").intValue(),
            number(all, "gid").intValue(),
            modified);
    var id = new FileId(number(all, "dev").longValue(), number(all, "ino").longValue(), null);
    long size = kind == Kind.FILE ? number(all, "size").longValue() : 0;
    var stamp = new Stamp(id, size, modified, instant(all, "ctime"));
    Node node = kind == Kind.SPECIAL ? node(mode, number(all, "rdev").longValue()) : Node.UNKNOWN;
    return new Found(kind, metadata, stamp, number(all, "nlink").longValue(), node);
  }

  @Override
  public boolean tellsLinks() {
    return true;
  }

  @Override
  public int modeBits() {
    return MODE_BITS;
  }

  /**
   * Sets the mode by the path, following a link at its end: asked not to, JDK 25 follows it all the
   * same, and fails on what its owner may not open.
   *
   * <p>RACE: a link that takes the entry's place between the caller's look and this has the mode of
   * its target changed.
   */
  @Override
  public void setMode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }

  @Override
  public void setOwner(Path path, int owner, int group) throws IOException {
    Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public FileAttribute<?>[] ownersOnly(Kind kind) {
    return PosixAttributes.ownersOnlyPermissions(kind);
  }

  private static Kind kind(int mode) {
    return switch (mode & TYPE_BITS) {
      case FILE -> Kind.FILE;
      case DIRECTORY -> Kind.DIRECTORY;
      case SYMLINK -> Kind.SYMLINK;
      default -> Kind.SPECIAL;
    };
  }

  /** Device numbers are split as glibc's {@code gnu_dev_major} and {@code gnu_dev_minor} do. */
  private static Node node(int mode, long device) {
    int major = (int) (((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfff));
    int minor = (int) ((device & 0xff) | ((device >>> 12) & ~0xff));
    return switch (mode & TYPE_BITS) {
      case FIFO -> new Node(Node.Type.FIFO, 0, 0);
      case SOCKET -> new Node(Node.Type.SOCKET, 0, 0);
      case BLOCK_DEVICE -> new Node(Node.Type.BLOCK_DEVICE, major, minor);
      case CHARACTER_DEVICE -> new Node(Node.Type.CHARACTER_DEVICE, major, minor);
      default -> Node.UNKNOWN;
    };
  }

  private static Number number(Map<String, Object> all, String name) {
    return (Number) Objects.requireNonNull(all.get(name), name);
  }

  private static Instant instant(Map<String, Object> all, String name) {
    return ((FileTime) Objects.requireNonNull(all.get(name), name)).toInstant();
  }
}
