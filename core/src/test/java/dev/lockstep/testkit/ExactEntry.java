package dev.lockstep.testkit;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the system tells of an entry, as its commands spell it.
 *
 * @param type {@code f}, {@code d}, {@code l}, {@code p}, {@code s}, {@code c} or {@code b}
 * @param blocks what is allocated, in 512 bytes
 * @param links how many names the inode has, wherever they are
 * @param inode with its file system
 * @param target of a link, else empty
 * @param digest of a file's content, else empty; or that it cannot be read
 * @param device major and minor number of a device, else empty
 * @param xattrs of all name spaces, values in hex
 */
record ExactEntry(
    String type,
    String mode,
    String owner,
    String time,
    long size,
    long blocks,
    long links,
    String inode,
    String target,
    String digest,
    String device,
    SortedMap<String, String> xattrs) {

  /** What a line of the listing tells; the rest is asked for separately. */
  ExactEntry(
      String type,
      String mode,
      String owner,
      String time,
      long size,
      long blocks,
      long links,
      String inode,
      String target) {
    this(type, mode, owner, time, size, blocks, links, inode, target, "", "", new TreeMap<>());
  }

  ExactEntry withDigest(String found) {
    return new ExactEntry(
        type, mode, owner, time, size, blocks, links, inode, target, found, device, xattrs);
  }

  ExactEntry withDevice(String found) {
    return new ExactEntry(
        type, mode, owner, time, size, blocks, links, inode, target, digest, found, xattrs);
  }

  ExactEntry withXattrs(SortedMap<String, String> found) {
    return new ExactEntry(
        type, mode, owner, time, size, blocks, links, inode, target, digest, device, found);
  }

  boolean isFolder() {
    return type.equals("d");
  }

  boolean isFile() {
    return type.equals("f");
  }

  boolean isDevice() {
    return type.equals("b") || type.equals("c");
  }
}
