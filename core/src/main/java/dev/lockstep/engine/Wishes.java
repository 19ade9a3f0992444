package dev.lockstep.engine;

import dev.lockstep.model.Action.Delete.Why;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.Fields;
import dev.lockstep.spill.RecordSorter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletions that the march asks for, kept until it has passed everywhere and then handed out in the
 * order of their paths. Adding is for any thread.
 */
final class Wishes implements Closeable {
  private static final int MOST_BYTES = 1024 * 1024;

  private final RecordSorter<Wish> sorter;
  private long count;
  private boolean isSorted;
  private final Set<RelativePath> moved = new HashSet<>();
  private @Nullable Wish last;

  Wishes(Path spillFolder) {
    this.sorter = new RecordSorter<>(spillFolder, MOST_BYTES, Wish::read);
  }

  /**
   * One deletion asked for.
   *
   * @param path of the replica's entry
   * @param source which folder of the source the march saw there, and that lacks it
   * @param kind what the march found there
   * @param id which one the march found there
   * @param why it is to go; {@code REPLACED} for a folder where the source has something else
   */
  record Wish(RelativePath path, FileId source, Kind kind, FileId id, Why why) {
    RelativePath folder() {
      return path.parent();
    }

    Name name() {
      return path.name();
    }

    void write(DataOutputStream out) throws IOException {
      Fields.writePath(out, path);
      Fields.writeId(out, source);
      out.writeUTF(kind.name());
      Fields.writeId(out, id);
      out.writeUTF(why.name());
    }

    static Wish read(DataInputStream in) throws IOException {
      RelativePath path = Fields.readPath(in);
      FileId source = Fields.readId(in);
      Kind kind = Kind.valueOf(in.readUTF());
      FileId id = Fields.readId(in);
      return new Wish(path, source, kind, id, Why.valueOf(in.readUTF()));
    }

    private static Wish read(byte[] bytes, int offset, int length) {
      try {
        return read(new DataInputStream(new ByteArrayInputStream(bytes, offset, length)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Keeps a wish for the deletion of what the march found in the replica's folder of this node.
   *
   * @throws IOException if there is no room for it in the spill file
   */
  void add(FolderNode node, Entry replica, Why why) throws IOException {
    var wish =
        new Wish(
            node.path().resolve(replica.name()),
            node.source().stamp().id(),
            replica.kind(),
            replica.stamp().id(),
            why);
    var bytes = new ByteArrayOutputStream();
    wish.write(new DataOutputStream(bytes));
    add(bytes.toByteArray());
  }

  private synchronized void add(byte[] record) throws IOException {
    if (isSorted) {
      throw new IOException("it is to be deleted, which the next run does");
    }
    try {
      sorter.add(record, 0, record.length);
      count++;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whether there is none. */
  synchronized boolean isEmpty() {
    return count == 0;
  }

  /** Takes note that what had this path has another one now, so that nothing is left to delete. */
  synchronized void isMoved(RelativePath path) {
    moved.add(path);
  }

  /**
   * The next wish in the order of their paths; null after the last. One that was added twice, since
   * the march came by it twice, is one. Ends the adding.
   */
  synchronized @Nullable Wish next() throws IOException {
    if (!isSorted) {
      isSorted = true;
      sorter.sort();
    }
    Wish next = sorter.next();
    while (next != null && (next.equals(last) || isOver(next))) {
      next = sorter.next();
    }
    last = next;
    return next;
  }

  private boolean isOver(Wish wish) {
    return wish.why() != Why.LEFTOVER && moved.contains(wish.path());
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
