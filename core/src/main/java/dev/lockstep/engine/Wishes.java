package dev.lockstep.engine;

import dev.lockstep.model.Action.Delete.Why;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.RecordLog;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Deletions that the march asks for, kept until it has passed everywhere. Adding is for any thread.
 */
final class Wishes implements Closeable {
  private final RecordLog log;

  Wishes(Path spillFolder) {
    this.log = new RecordLog(spillFolder);
  }

  /**
   * One deletion asked for.
   *
   * @param folder holds the entry
   * @param source which folder of the source the march saw there, and that lacks it
   * @param name by which it goes
   * @param kind what the march found there
   * @param id which one the march found there
   * @param why it is to go; {@code REPLACED} for a folder where the source has something else
   */
  record Wish(RelativePath folder, FileId source, Name name, Kind kind, FileId id, Why why) {
    RelativePath path() {
      return folder.resolve(name);
    }
  }

  /** Carries out wishes. */
  @FunctionalInterface
  interface Grant {
    void carryOut(Wish wish) throws IOException;
  }

  /** Keeps a wish for the deletion of what the march found in the replica's folder of this node. */
  void add(FolderNode node, Entry replica, Why why) throws IOException {
    RelativePath folder = node.path();
    log.add(out -> {
      out.writeInt(folder.depth());
      for (Name name : folder.names()) {
        writeName(out, name);
      }
      writeId(out, node.source().stamp().id());
      writeName(out, replica.name());
      out.writeUTF(replica.kind().name());
      writeId(out, replica.stamp().id());
      out.writeUTF(why.name());
    });
  }

  /**
   * Hands out every wish, those for one folder one after the other as far as they were added so.
   */
  void forEach(Grant grant) throws IOException {
    log.forEach(in -> grant.carryOut(read(in)));
  }

  @Override
  public void close() throws IOException {
    log.close();
  }

  private static Wish read(DataInputStream in) throws IOException {
    RelativePath folder = RelativePath.ROOT;
    for (int depth = in.readInt(); depth > 0; depth--) {
      folder = folder.resolve(readName(in));
    }
    FileId source = readId(in);
    Name name = readName(in);
    Kind kind = Kind.valueOf(in.readUTF());
    FileId id = readId(in);
    return new Wish(folder, source, name, kind, id, Why.valueOf(in.readUTF()));
  }

  private static void writeName(DataOutputStream out, Name name) throws IOException {
    byte[] bytes = name.toBytes();
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static Name readName(DataInputStream in) throws IOException {
    return Name.of(in.readNBytes(in.readUnsignedShort()));
  }

  private static void writeId(DataOutputStream out, FileId id) throws IOException {
    out.writeLong(id.fileSystem());
    out.writeLong(id.inode());
    Instant birth = id.birth();
    out.writeBoolean(birth != null);
    if (birth != null) {
      out.writeLong(birth.getEpochSecond());
      out.writeInt(birth.getNano());
    }
  }

  private static FileId readId(DataInputStream in) throws IOException {
    long fileSystem = in.readLong();
    long inode = in.readLong();
    @Nullable Instant birth =
        in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
    return new FileId(fileSystem, inode, birth);
  }
}
