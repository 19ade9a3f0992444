package dev.lockstep.verify;

import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Kind;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds names that are one file on one side and several on the other. Adding is for any thread; one
 * takes the findings out when all has been added. Of names that do not belong together, the first
 * one counts as being in order.
 */
public final class LinkCheck implements Closeable {
  /** How many bytes of records are held before they go to disk, twice; some 10,000 names. */
  private static final int MOST_BYTES = 1024 * 1024;

  private final RecordSorter<Shared> bySource;
  private final RecordSorter<Shared> byReplica;

  /**
   * Makes an empty check.
   *
   * @param spillFolder where files are made if memory does not suffice
   */
  public LinkCheck(Path spillFolder) {
    this.bySource = new RecordSorter<>(spillFolder, MOST_BYTES, LinkCheck::read);
    this.byReplica = new RecordSorter<>(spillFolder, MOST_BYTES, LinkCheck::read);
  }

  /** A file by its numbers alone. */
  private record Numbers(long fileSystem, long inode) {
    static Numbers of(FileId id) {
      return new Numbers(id.fileSystem(), id.inode());
    }

    static Numbers read(DataInputStream in) throws IOException {
      return new Numbers(in.readLong(), in.readLong());
    }

    void write(DataOutputStream out) throws IOException {
      out.writeLong(fileSystem);
      out.writeLong(inode);
    }
  }

  /**
   * A name.
   *
   * @param group the file on the side by which names are sorted
   * @param other the file on the other side
   * @param isTold whether there is a finding of it already
   */
  private record Shared(
      Numbers group, RelativePath path, Numbers other, Kind kind, boolean isTold) {
    Shared turned(boolean told) {
      return new Shared(/* group= */ other, path, /* other= */ group, kind, told);
    }
  }

  /** Adds a name that both sides have, of a file that has more names on either of them. */
  public void add(RelativePath path, Kind kind, FileId source, FileId replica) throws IOException {
    if (source.isKnown() && replica.isKnown()) {
      add(bySource, new Shared(Numbers.of(source), path, Numbers.of(replica), kind, false));
    }
  }

  /** Hands out what was found; only once. */
  public void forEach(Consumer<Finding> sink) throws IOException {
    pass(bySource, sink, true);
    pass(byReplica, sink, false);
  }

  private void pass(RecordSorter<Shared> names, Consumer<Finding> sink, boolean isFirst)
      throws IOException {
    names.sort();
    @Nullable Shared first = null;
    for (Shared name = names.next(); name != null; name = names.next()) {
      if (first == null || !first.group().equals(name.group())) {
        first = name;
      }
      boolean isApart = !first.other().equals(name.other());
      if (isApart && !name.isTold()) {
        sink.accept(
            new Finding(
                name.path(), name.kind(), Finding.Sort.METADATA, Difference.in(Aspect.LINKS)));
      }
      if (isFirst) {
        add(byReplica, name.turned(isApart));
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (bySource;
        byReplica) {
      // Closing is all there is to do.
    }
  }

  private synchronized void add(RecordSorter<Shared> to, Shared name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    name.group().write(out);
    Fields.writePath(out, name.path());
    name.other().write(out);
    out.writeUTF(name.kind().name());
    out.writeBoolean(name.isTold());
    try {
      to.add(bytes.toByteArray(), 0, bytes.size());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Shared read(byte[] bytes, int offset, int length) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length))) {
      return new Shared(
          Numbers.read(in),
          Fields.readPath(in),
          Numbers.read(in),
          Kind.valueOf(in.readUTF()),
          in.readBoolean());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
