package dev.lockstep.guard;

import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.Fields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A deletion that is withheld: of which entry, and of what it holds.
 *
 * @param replaced whether the source has an entry of another kind in its place
 * @param inode and
 * @param birth tell it from others of this name, also after the machine was started anew
 * @param entries how many it is with all that it holds
 * @param fingerprint of all that, in hexadecimal digits
 */
public record WithheldEntry(
    RelativePath path,
    Kind kind,
    boolean replaced,
    long inode,
    Optional<Instant> birth,
    long entries,
    String fingerprint) {
  /** One of this identity. */
  public static WithheldEntry of(
      RelativePath path, Kind kind, boolean replaced, FileId id, long entries, String fingerprint) {
    return new WithheldEntry(
        path, kind, replaced, id.inode(), Optional.ofNullable(id.birth()), entries, fingerprint);
  }

  /** Writes it as a record. */
  public void write(DataOutputStream out) throws IOException {
    Fields.writePath(out, path);
    out.writeUTF(kind.name());
    out.writeBoolean(replaced);
    out.writeLong(inode);
    Fields.writeInstant(out, birth.orElse(null));
    out.writeLong(entries);
    out.writeUTF(fingerprint);
  }

  /** Reads what {@link #write} wrote. */
  public static WithheldEntry read(DataInputStream in) throws IOException {
    RelativePath path = Fields.readPath(in);
    Kind kind = Kind.valueOf(in.readUTF());
    boolean replaced = in.readBoolean();
    long inode = in.readLong();
    Optional<Instant> birth = Optional.ofNullable(Fields.readInstant(in));
    return new WithheldEntry(path, kind, replaced, inode, birth, in.readLong(), in.readUTF());
  }

  /** What {@link #write} writes. */
  public byte[] toBytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /** The entry that these bytes of {@link #toBytes} are of. */
  public static WithheldEntry of(byte[] bytes, int offset, int length) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes, offset, length)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
