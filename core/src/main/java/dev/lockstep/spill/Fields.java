package dev.lockstep.spill;

import dev.lockstep.model.FileId;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How names, paths, identities and times are spelled in a record. */
public final class Fields {
  private static final int END = 0;

  private Fields() {}

  public static void writeName(DataOutputStream out, Name name) throws IOException {
    byte[] bytes = name.toBytes();
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  public static Name readName(DataInputStream in) throws IOException {
    return Name.of(in.readNBytes(in.readUnsignedShort()));
  }

  /**
   * Writes a path so that the bytes of paths are in the order of their names: each name with a NUL
   * behind it, which no name holds, and another one at the end.
   */
  public static void writePath(DataOutputStream out, RelativePath path) throws IOException {
    for (Name name : path.names()) {
      out.write(name.toBytes());
      out.write(END);
    }
    out.write(END);
  }

  public static RelativePath readPath(DataInputStream in) throws IOException {
    RelativePath path = RelativePath.ROOT;
    var name = new ByteArrayOutputStream();
    while (true) {
      int next = in.readUnsignedByte();
      if (next != END) {
        name.write(next);
      } else if (name.size() == 0) {
        return path;
      } else {
        path = path.resolve(Name.of(name.toByteArray()));
        name.reset();
      }
    }
  }

  public static void writeId(DataOutputStream out, FileId id) throws IOException {
    out.writeLong(id.fileSystem());
    out.writeLong(id.inode());
    writeInstant(out, id.birth());
  }

  public static FileId readId(DataInputStream in) throws IOException {
    return new FileId(in.readLong(), in.readLong(), readInstant(in));
  }

  public static void writeInstant(DataOutputStream out, @Nullable Instant instant)
      throws IOException {
    out.writeBoolean(instant != null);
    if (instant != null) {
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    }
  }

  public static @Nullable Instant readInstant(DataInputStream in) throws IOException {
    return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
  }
}
