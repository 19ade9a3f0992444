package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.model.AttributeSpace;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads extended attributes, ACLs among them: xattr(7). */
final class XattrReader {
  private XattrReader() {}

  /** Gets an attribute's value, of whatever it is. */
  @FunctionalInterface
  private interface Getter {
    long get(long name, long buffer, long size);
  }

  /** The attributes of what is open. */
  static ExtendedAttributes read(Handle handle) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    return read(
        handle.listxattr(scratch.xattrList(), Scratch.XATTR_SIZE),
        scratch,
        (name, buffer, size) -> handle.getxattr(name, buffer, size));
  }

  /** The attributes of an entry of an open folder, of a link itself. */
  static ExtendedAttributes read(int folder, Name name) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    long path = Handle.path(scratch, folder, name);
    return read(
        Libc.llistxattr(path, scratch.xattrList(), Scratch.XATTR_SIZE),
        scratch,
        (attribute, buffer, size) -> Libc.lgetxattr(path, attribute, buffer, size));
  }

  private static ExtendedAttributes read(long listed, Scratch scratch, Getter getter)
      throws IOException {
    if (listed == 0 || listed == -Errno.EOPNOTSUPP) {
      return ExtendedAttributes.NONE;
    }
    byte[] names = Memory.toBytes(scratch.xattrList(), (int) Calls.require(listed, "attributes"));
    Map<String, byte[]> values = new HashMap<>();
    for (int start = 0; start < names.length; ) {
      int end = start;
      while (names[end] != 0) {
        end++;
      }
      String name = new String(names, start, end - start, StandardCharsets.ISO_8859_1);
      if (AttributeSpace.of(name).isPresent()) {
        long value = scratch.xattrValue();
        long length =
            getter.get(scratch.name().put(names, start, end - start), value, Scratch.XATTR_SIZE);
        // One that has gone meanwhile, or is only a name, is no part of what there is.
        if (length != -Errno.ENODATA && length != -Errno.EOPNOTSUPP) {
          values.put(name, Memory.toBytes(value, (int) Calls.require(length, name)));
        }
      }
      start = end + 1;
    }
    return ExtendedAttributes.of(values);
  }
}
