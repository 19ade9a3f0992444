package dev.lockstep.verify;

import dev.lockstep.digest.Hasher;
import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes one digest of a whole tree: of names, kinds, contents, modes, where links point, and the
 * numbers of devices. Owners, times, inodes, hard links, extended attributes and holes do not
 * count. Trees that are equal in what counts have equal digests, on any machine. For one thread.
 *
 * <p>With H the digest algorithm, numbers in big-endian order, and {@code |} for "followed by":
 *
 * <ul>
 *   <li>An entry's record is its kind (one byte) | its mode (two bytes) | the length of its name
 *       (four bytes) | the name | what it holds.
 *   <li>The kind is {@code f} for a file, {@code d} for a folder, {@code l} for a symbolic link,
 *       {@code p} for a fifo, {@code s} for a socket, {@code b} and {@code c} for a block and a
 *       character device.
 *   <li>The mode is the twelve permission bits, set-user-ID, set-group-ID and sticky among them; 0
 *       for a link; FFFF hexadecimal where the file system has none.
 *   <li>A file holds H of its content; a folder the digest of the folder; a link the length of its
 *       target (four bytes) | the target; a device its major number | its minor number (four bytes
 *       each); a fifo and a socket nothing.
 *   <li>The digest of a folder is H of the records of its entries, in the order of their names as
 *       unsigned bytes, one after the other without anything between.
 *   <li>The digest of the tree is H of the sixteen bytes {@code lockstep tree 1} and newline | the
 *       root's record, a folder with an empty name.
 * </ul>
 *
 * <p>So each folder can be computed by itself, and by others.
 */
public final class TreeDigest {
  private static final byte[] FORM = "lockstep tree 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_NAME = {};
  private static final int NO_MODE = 0;

  private final DigestAlgorithm algorithm;
  private final Deque<Hasher> folders = new ArrayDeque<>();
  private final Deque<Hasher> unused = new ArrayDeque<>();
  private final byte[] number = new byte[Integer.BYTES];

  public TreeDigest(DigestAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  /** A folder begins, first of all the root; what comes now lies in it, in the order of names. */
  public void enter() {
    Hasher free = unused.poll();
    folders.push(free == null ? Hasher.of(algorithm) : free);
  }

  /** The folder that was entered last ends, and is an entry of the one above. */
  public void leave(Name name, int mode) {
    Digest digest = end();
    begin('d', mode, name.toBytes());
    put(digest.toBytes());
  }

  public void file(Name name, int mode, Digest content) {
    begin('f', mode, name.toBytes());
    put(content.toBytes());
  }

  public void symlink(Name name, LinkTarget target) {
    begin('l', NO_MODE, name.toBytes());
    putInt(target.length());
    put(target.toBytes());
  }

  /**
   * Adds a fifo, a socket or a device.
   *
   * @throws IllegalArgumentException if it is not known which of them
   */
  public void special(Name name, int mode, Node node) {
    switch (node.type()) {
      case FIFO -> begin('p', mode, name.toBytes());
      case SOCKET -> begin('s', mode, name.toBytes());
      case BLOCK_DEVICE -> device('b', name, mode, node);
      case CHARACTER_DEVICE -> device('c', name, mode, node);
      case OTHER -> throw new IllegalArgumentException("it is not known what " + name + " is");
    }
  }

  /** The root ends; the digest of the tree. */
  public Digest finish(int mode) {
    Digest root = end();
    enter();
    put(FORM);
    begin('d', mode, NO_NAME);
    put(root.toBytes());
    return end();
  }

  private void device(char kind, Name name, int mode, Node node) {
    begin(kind, mode, name.toBytes());
    putInt(node.major());
    putInt(node.minor());
  }

  private Digest end() {
    Hasher hasher = folders.pop();
    Digest digest = hasher.finish();
    unused.push(hasher);
    return digest;
  }

  private void begin(char kind, int mode, byte[] name) {
    number[0] = (byte) kind;
    number[1] = (byte) (mode >>> Byte.SIZE);
    number[2] = (byte) mode;
    folders.element().update(number, 0, 3);
    putInt(name.length);
    put(name);
  }

  private void putInt(int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      number[i] = (byte) (value >>> (Integer.SIZE - (i + 1) * Byte.SIZE));
    }
    folders.element().update(number, 0, Integer.BYTES);
  }

  private void put(byte[] bytes) {
    folders.element().update(bytes, 0, bytes.length);
  }
}
