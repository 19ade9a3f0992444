package dev.lockstep.links;

import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import dev.lockstep.spill.Fields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * How the table's records are spelled, so that their bytes are in the order in which they are
 * needed: by a file's numbers, a rank, and the path.
 */
final class Records {
  private Records() {}

  /** A name that shares the replica's file, sorted by that file. */
  record Sharer(HeldName name, boolean isHeld) {}

  /** What is known of a group, sorted by the source's file. */
  sealed interface Line {
    FileId group();
  }

  /** A file of the replica that this group keeps has names of other groups too. */
  record Contested(FileId group) implements Line {}

  /** A name of the group. */
  record OfMember(LinkMember member) implements Line {
    @Override
    public FileId group() {
      return member.name().source().id();
    }
  }

  /** Contested before all names, and those that may lead before those that may not. */
  private static final int CONTESTED_RANK = 0;

  private static final int LEADING_RANK = 1;
  private static final int FOLLOWING_RANK = 2;

  static byte[] bytes(Sharer sharer) {
    return written(out -> {
      HeldName name = sharer.name();
      writeNumbers(out, name.replica());
      writeName(out, name);
      out.writeBoolean(sharer.isHeld());
    });
  }

  static Sharer sharer(byte[] bytes, int offset, int length) {
    return read(
        bytes,
        offset,
        length,
        in -> {
          skipNumbers(in);
          return new Sharer(readName(in), in.readBoolean());
        });
  }

  static byte[] bytes(Line line) {
    return written(out -> {
      writeNumbers(out, line.group());
      switch (line) {
        case Contested contested -> {
          out.writeByte(CONTESTED_RANK);
          Fields.writeId(out, contested.group());
        }
        case OfMember(LinkMember member) -> {
          out.writeByte(member.mayLead() ? LEADING_RANK : FOLLOWING_RANK);
          writeName(out, member.name());
          out.writeBoolean(member.keeps());
        }
      }
    });
  }

  static Line line(byte[] bytes, int offset, int length) {
    return read(
        bytes,
        offset,
        length,
        in -> {
          skipNumbers(in);
          return in.readByte() == CONTESTED_RANK
              ? new Contested(Fields.readId(in))
              : new OfMember(new LinkMember(readName(in), in.readBoolean()));
        });
  }

  /** Whether the two are one file: when it was made is no part of the order. */
  static boolean areSame(FileId one, FileId other) {
    return one.fileSystem() == other.fileSystem() && one.inode() == other.inode();
  }

  private static void writeNumbers(DataOutputStream out, FileId id) throws IOException {
    out.writeLong(id.fileSystem());
    out.writeLong(id.inode());
  }

  private static void skipNumbers(DataInputStream in) throws IOException {
    in.readLong();
    in.readLong();
  }

  private static void writeName(DataOutputStream out, HeldName name) throws IOException {
    Fields.writePath(out, name.path());
    Fields.writeId(out, name.folder());
    Fields.writeId(out, name.source().id());
    out.writeLong(name.source().size());
    Fields.writeInstant(out, name.source().modified());
    Fields.writeInstant(out, name.source().changed());
    Fields.writeId(out, name.replica());
    out.writeUTF(name.likeness().name());
  }

  private static HeldName readName(DataInputStream in) throws IOException {
    RelativePath path = Fields.readPath(in);
    FileId folder = Fields.readId(in);
    FileId id = Fields.readId(in);
    long size = in.readLong();
    Instant modified = Fields.readInstant(in);
    if (modified == null) {
      throw new IOException("a held name without its time");
    }
    var source = new Stamp(id, size, modified, Fields.readInstant(in));
    FileId replica = Fields.readId(in);
    return new HeldName(path, folder, source, replica, Likeness.valueOf(in.readUTF()));
  }

  @FunctionalInterface
  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] written(Writer writer) {
    var bytes = new ByteArrayOutputStream();
    try {
      writer.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> T read(byte[] bytes, int offset, int length, Reader<T> reader) {
    try {
      return reader.read(new DataInputStream(new ByteArrayInputStream(bytes, offset, length)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
