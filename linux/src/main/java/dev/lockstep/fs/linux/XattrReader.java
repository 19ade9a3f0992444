package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads extended attributes, ACLs among them: xattr(7). */
final class XattrReader {
  private static final String DESCRIPTORS = "/proc/self/fd/";

  private XattrReader() {}

  /** Gets an attribute's value, of whatever it is. */
  @FunctionalInterface
  private interface Source {
    long get(long name, long buffer, long size);
  }

  /** The attributes of an open file. */
  static ExtendedAttributes read(Fd fd) throws IOException {
    int number = fd.number();
    Scratch scratch = Scratch.ofThisThread();
    long length = Libc.flistxattr(number, scratch.xattrList(), Scratch.XATTR_SIZE);
    if (length == 0) {
      return ExtendedAttributes.NONE;
    }
    return read(
        length, scratch, (name, buffer, size) -> Libc.fgetxattr(number, name, buffer, size));
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
    // The first part is a link of the kernel's that leads to the open folder, and nowhere else.
    byte[] prefix = (DESCRIPTORS + folder + "/").getBytes(StandardCharsets.US_ASCII);
    byte[] entry = name.toBytes();
    byte[] all = new byte[prefix.length + entry.length];
    System.arraycopy(prefix, 0, all, 0, prefix.length);
    System.arraycopy(entry, 0, all, prefix.length, entry.length);
    Scratch scratch = Scratch.ofThisThread();
    long path = scratch.path().put(all);
    return read(
        Libc.llistxattr(path, scratch.xattrList(), Scratch.XATTR_SIZE),
        scratch,
        (attribute, buffer, size) -> Libc.lgetxattr(path, attribute, buffer, size));
  }

  private static ExtendedAttributes read(long listed, Scratch scratch, Source source)
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
      long value = scratch.xattrValue();
      long length =
          source.get(scratch.name().put(names, start, end - start), value, Scratch.XATTR_SIZE);
      // One that has gone meanwhile is no part of what there is now.
      if (length != -Errno.ENODATA) {
        String name = new String(names, start, end - start, StandardCharsets.ISO_8859_1);
        values.put(name, Memory.toBytes(value, (int) Calls.require(length, "attribute " + name)));
      }
      start = end + 1;
    }
    return ExtendedAttributes.of(values);
  }
}
