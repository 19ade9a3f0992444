package dev.lockstep.fs.nio;

import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Node;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The view that every file system has: kind, size, times. */
final class BasicAttributes implements Attributes {
  private static final long SOME_FILE_SYSTEM = 1;
  private static final FileAttribute<?>[] NONE = {};

  @Override
  public Found look(Path path) throws IOException {
    var attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return found(attributes, Metadata.UNKNOWN);
  }

  @Override
  public int modeBits() {
    return 0;
  }

  @Override
  public void setMode(Path path, int mode) {
    // There are no modes to set.
  }

  @Override
  public void setOwner(Path path, int owner, int group) {
    // There are no owners to set.
  }

  @Override
  public FileAttribute<?>[] ownersOnly(Kind kind) {
    return NONE;
  }

  static Found found(BasicFileAttributes attributes, int mode) {
    Kind kind = kind(attributes);
    Instant modified = attributes.lastModifiedTime().toInstant();
    int knownMode = kind == Kind.SYMLINK ? Metadata.UNKNOWN : mode;
    var metadata = new Metadata(knownMode, Metadata.UNKNOWN, Metadata.UNKNOWN, modified);
    long size = kind == Kind.FILE ? attributes.size() : 0;
    var stamp = new Stamp(id(attributes.fileKey()), size, modified, null);
    return new Found(kind, metadata, stamp, 1, Node.UNKNOWN);
  }

  static Kind kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return Kind.SYMLINK;
    }
    if (attributes.isDirectory()) {
      return Kind.DIRECTORY;
    }
    return attributes.isRegularFile() ? Kind.FILE : Kind.SPECIAL;
  }

  private static FileId id(@Nullable Object fileKey) {
    return switch (fileKey) {
      case null -> FileId.UNKNOWN;
      case Number number -> new FileId(SOME_FILE_SYSTEM, number.longValue(), null);
      default -> new FileId(SOME_FILE_SYSTEM, mixed(fileKey.toString()), null);
    };
  }

  /** FNV-1a: 64 bits, where a hash code's 32 would soon give two files one number. */
  private static long mixed(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
