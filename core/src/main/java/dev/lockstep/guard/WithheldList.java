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

  /** The last one that was asked for. */
  private @Nullable WithheldEntry last;

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
   * Goes on to this entry, if the list has it. Asked for entries in the order of their paths.
   *
   * @param whole whether it also has to hold the same
   * @param passed takes those that were not asked for
   */
  public boolean has(WithheldEntry wanted, boolean whole, Sink passed) throws IOException {
    for (WithheldEntry at = current;
        at != null && compare(at.path(), wanted.path()) < 0;
        at = current) {
      if (!at.equals(last)) {
        passed.take(at);
      }
      advance();
    }
    WithheldEntry found = current;
    if (found != null && found.path().equals(wanted.path())) {
      last = found;
    }
    return found != null
        && found.isSameEntry(wanted)
        && (!whole
            || (found.entries() == wanted.entries()
                && found.fingerprint().equals(wanted.fingerprint())));
  }

  /** Goes to the end. */
  public void drain(Sink passed) throws IOException {
    for (WithheldEntry at = current; at != null; at = current) {
      if (!at.equals(last)) {
        passed.take(at);
      }
      advance();
    }
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
