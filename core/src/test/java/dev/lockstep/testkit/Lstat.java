package dev.lockstep.testkit;

import dev.lockstep.model.Kind;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What one look at an entry finds, not following it, straight from {@code java.nio}; and the way to
 * set the same.
 *
 * @param mode the twelve permission bits
 * @param changed ctime, or what the file system has in its place
 * @param links how many names the entry has
 */
public record Lstat(
    Kind kind,
    long size,
    int mode,
    int owner,
    int group,
    Instant modified,
    Instant changed,
    long inode,
    int links) {
  private static final int PERMISSION_BITS = 07777;

  /** Not all there are, since some cost a search for the name of a user. */
  private static final String WANTED =
      "unix:isRegularFile,isDirectory,isSymbolicLink,size,mode,uid,gid,lastModifiedTime,ctime,ino,nlink";

  /** Looks at an entry of a file system that has the {@code unix} view. */
  public static Lstat of(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
    return new Lstat(
        kind(found),
        (Long) found.get("size"),
        (Integer) found.get("mode") & PERMISSION_BITS,
        (Integer) found.get("uid"),
        (Integer) found.get("gid"),
        ((FileTime) found.get("lastModifiedTime")).toInstant(),
        ((FileTime) found.get("ctime")).toInstant(),
        ((Number) found.get("ino")).longValue(),
        ((Number) found.get("nlink")).intValue());
  }

  /** Sets the time of the entry itself. */
  public static void setModified(Path path, Instant modified) throws IOException {
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(modified), null, null);
  }

  /** Sets the permission bits of what is no link; in memory only the lower nine. */
  public static void setMode(Path path, int mode) throws IOException {
    if (isOnDisk(path)) {
      Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
    } else {
      Files.setPosixFilePermissions(path, permissions(mode));
    }
  }

  /** Sets user and group of the entry itself; only on disk, and only root may. */
  public static void setOwner(Path path, int owner, int group) throws IOException {
    Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether the path is of the machine's own file system and not of one in memory. */
  public static boolean isOnDisk(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault());
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] highestBitFirst = PosixFilePermission.values();
    for (int i = 0; i < highestBitFirst.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(highestBitFirst[i]);
      }
    }
    return permissions;
  }

  private static Kind kind(Map<String, Object> found) {
    if ((Boolean) found.get("isRegularFile")) {
      return Kind.FILE;
    }
    if ((Boolean) found.get("isDirectory")) {
      return Kind.DIRECTORY;
    }
    return (Boolean) found.get("isSymbolicLink") ? Kind.SYMLINK : Kind.SPECIAL;
  }
}
