package dev.lockstep.guard;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A list of withheld deletions, in the order of their paths, read one by one, so that it may be of
 * any size. For one thread.
 */
public final class WithheldList implements Closeable {
  /** The first bytes of a list, with the number of this form. */
  private static final String HEADER = "lockstep withheld 1";

  private final DataInputStream in;
  private @Nullable WithheldEntry current;

  /** The entries that were passed and in which the path in turn lies, from the top down. */
  private final Deque<RelativePath> above = new ArrayDeque<>();

  private @Nullable RelativePath lastPath;
  private boolean lastAnswer;

  private WithheldList(DataInputStream in) throws IOException {
    this.in = in;
    advance();
  }

  /**
   * Reads a list.
   *
   * @throws IOException if it is none, or damaged at its beginning
   */
  public static WithheldList read(InputStream stream) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(stream));
    try {
      if (!in.readUTF().equals(HEADER)) {
        throw new IOException("the list of withheld deletions is of another form");
      }
      return new WithheldList(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Hands out the entries of a list that is to be written. */
  @FunctionalInterface
  public interface Entries {
    /** Gives each entry to the sink, in the order of their paths. */
    void forEach(Sink sink) throws IOException;
  }

  /** Takes an entry. */
  @FunctionalInterface
  public interface Sink {
    void take(WithheldEntry entry) throws IOException;
  }

  /** Writes a list. */
  public static void write(OutputStream stream, Entries entries) throws IOException {
    var out = new DataOutputStream(new BufferedOutputStream(stream));
    out.writeUTF(HEADER);
    entries.forEach(entry -> {
      out.writeBoolean(true);
      entry.write(out);
    });
    out.writeBoolean(false);
    out.flush();
  }

  /** The entry in turn; null at the end. */
  public @Nullable WithheldEntry current() {
    return current;
  }

  /** Goes to the next entry. */
  public void advance() throws IOException {
    try {
      current = in.readBoolean() ? WithheldEntry.read(in) : null;
    } catch (RuntimeException e) {
      throw new IOException("the list of withheld deletions is damaged", e);
    }
  }

  /**
   * Whether the list has this very entry, which holds the same. Asked for entries in the order of
   * their paths.
   */
  public boolean has(WithheldEntry wanted) throws IOException {
    for (WithheldEntry at = current;
        at != null && compare(at.path(), wanted.path()) < 0;
        at = current) {
      advance();
    }
    return wanted.equals(current);
  }

  /**
   * Whether the list has an entry of this path, one that lies in it, or one in which it lies. Asked
   * for paths in their order.
   *
   * @param passed takes the entries that lie before it and were not asked for
   */
  public boolean touches(RelativePath path, Sink passed) throws IOException {
    if (path.equals(lastPath)) {
      return lastAnswer;
    }
    for (WithheldEntry at = current; at != null && compare(at.path(), path) < 0; at = current) {
      pass(at, passed);
    }
    leave(path);
    boolean found = !above.isEmpty();
    for (WithheldEntry at = current; at != null && isWithin(at.path(), path); at = current) {
      found = true;
      advance();
    }
    lastPath = path;
    lastAnswer = found;
    return found;
  }

  /** Goes to the end. */
  public void drain(Sink passed) throws IOException {
    for (WithheldEntry at = current; at != null; at = current) {
      pass(at, passed);
    }
  }

  private void pass(WithheldEntry entry, Sink passed) throws IOException {
    passed.take(entry);
    leave(entry.path());
    above.add(entry.path());
    advance();
  }

  /** Forgets the entries in which this path does not lie, nor any after it. */
  private void leave(RelativePath path) {
    while (!above.isEmpty() && !isWithin(path, above.getLast())) {
      above.removeLast();
    }
  }

  private static boolean isWithin(RelativePath path, RelativePath holder) {
    RelativePath at = path;
    while (at.depth() > holder.depth()) {
      at = at.parent();
    }
    return at.equals(holder);
  }

  /** As the bytes of {@link dev.lockstep.spill.Fields#writePath} compare. */
  private static int compare(RelativePath one, RelativePath other) {
    Iterator<Name> ones = one.names().iterator();
    Iterator<Name> others = other.names().iterator();
    while (ones.hasNext() && others.hasNext()) {
      int order = ones.next().compareTo(others.next());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(ones.hasNext(), others.hasNext());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
