package dev.lockstep.filter;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.ByteArrayOutputStream;

/**
 * A pattern for paths. Immutable.
 *
 * @param glob what it says of bytes
 * @param scope which bytes these are
 * @param foldersOnly whether nothing but folders is meant
 * @param withFoldersSlash whether a folder's path is looked at with a slash at its end, so that
 *     {@code build/***} matches the folder too
 */
record PathPattern(Glob glob, Scope scope, boolean foldersOnly, boolean withFoldersSlash) {
  /** Which part of a path a pattern is about. */
  enum Scope {
    /** The last name. */
    NAME,
    /** All names, from the root or the folder that has the ignore file. */
    PATH,
    /** The same, with a slash before the first. */
    PATH_FROM_SLASH
  }

  /**
   * Whether it matches a path.
   *
   * @param text has the path, a slash before and after it
   * @param path where the path begins
   * @param name where its last name begins
   * @param end where it ends; the slash follows
   */
  boolean matches(byte[] text, int path, int name, int end, boolean isFolder) {
    if (foldersOnly && !isFolder) {
      return false;
    }
    int from =
        switch (scope) {
          case NAME -> name;
          case PATH -> path;
          case PATH_FROM_SLASH -> path - 1;
        };
    return glob.matches(text, from, withFoldersSlash && isFolder ? end + 1 : end);
  }

  /** Whether a folder may be matched where another entry of its name is not, or the reverse. */
  boolean isAboutKinds() {
    return foldersOnly || withFoldersSlash;
  }

  /** Whether it may match what lies below a folder; false only if that is certain. */
  boolean mayMatchBelow(RelativePath folder) {
    return scope != Scope.PATH || glob.mayMatchBelow(bytes(folder), folder.depth());
  }

  private static byte[] bytes(RelativePath path) {
    var bytes = new ByteArrayOutputStream();
    for (Name name : path.names()) {
      if (bytes.size() > 0) {
        bytes.write('/');
      }
      bytes.writeBytes(name.toBytes());
    }
    return bytes.toByteArray();
  }
}
