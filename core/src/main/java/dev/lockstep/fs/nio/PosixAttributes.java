package dev.lockstep.fs.nio;

import dev.lockstep.model.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The {@code posix} view: the nine permissions, and users by name only. */
final class PosixAttributes implements Attributes {
  private static final int PERMISSIONS = 0777;
  private static final FileAttribute<?>[] OWNERS_FILE = permissions("rw-------");
  private static final FileAttribute<?>[] OWNERS_FOLDER = permissions("rwx------");

  @Override
  public Found look(Path path) throws IOException {
    var attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int mode = 0;
    for (PosixFilePermission permission : attributes.permissions()) {
      mode |= bit(permission);
    }
    return BasicAttributes.found(attributes, mode);
  }

  @Override
  public int modeBits() {
    return PERMISSIONS;
  }

  @Override
  public void setMode(Path path, int mode) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode & bit(permission)) != 0) {
        permissions.add(permission);
      }
    }
    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(permissions);
  }

  @Override
  public void setOwner(Path path, int owner, int group) {
    // Users have no numbers here.
  }

  @Override
  public FileAttribute<?>[] ownersOnly(Kind kind) {
    return ownersOnlyPermissions(kind);
  }

  static FileAttribute<?>[] ownersOnlyPermissions(Kind kind) {
    return kind == Kind.DIRECTORY ? OWNERS_FOLDER : OWNERS_FILE;
  }

  private static int bit(PosixFilePermission permission) {
    return switch (permission) {
      case OWNER_READ -> 0400;
      case OWNER_WRITE -> 0200;
      case OWNER_EXECUTE -> 0100;
      case GROUP_READ -> 040;
      case GROUP_WRITE -> 020;
      case GROUP_EXECUTE -> 010;
      case OTHERS_READ -> 04;
      case OTHERS_WRITE -> 02;
      case OTHERS_EXECUTE -> 01;
    };
  }

  private static FileAttribute<?>[] permissions(String text) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
    };
  }
}
