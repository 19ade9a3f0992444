package dev.lockstep.index;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.Fields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Keys of pages: the folder's path, each name with a NUL behind it and another at the end, then the
 * first name that belongs into the page, which is left out for a folder's first page. So the pages
 * of a folder lie together in order, and before those of the folders in it.
 */
final class PageKey {
  private PageKey() {}

  /** The key of a folder's first page, with which those of its others begin. */
  static byte[] of(RelativePath folder) {
    var bytes = new ByteArrayOutputStream();
    try {
      Fields.writePath(new DataOutputStream(bytes), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The folder of which this is the first page's key. */
  static RelativePath folder(byte[] key) {
    try {
      return Fields.readPath(new DataInputStream(new ByteArrayInputStream(key)));
    } catch (IOException e) {
      throw new DamagedException("a key is none");
    }
  }

  /** The key of the page that begins with this name. */
  static byte[] of(byte[] folder, Name first) {
    byte[] name = first.toBytes();
    byte[] key = Arrays.copyOf(folder, folder.length + name.length);
    System.arraycopy(name, 0, key, folder.length, name.length);
    return key;
  }

  /** What the keys of all pages of a folder in that folder, and those in it, begin with. */
  static byte[] ofChild(byte[] folder, Name name) {
    byte[] spelled = name.toBytes();
    byte[] prefix = Arrays.copyOf(folder, folder.length + spelled.length);
    System.arraycopy(spelled, 0, prefix, folder.length - 1, spelled.length);
    return prefix;
  }

  /** Whether a key is that of a folder's first page: no name ends with a NUL. */
  static boolean isOfFirst(byte[] key) {
    return key[key.length - 1] == 0;
  }

  static boolean beginsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
