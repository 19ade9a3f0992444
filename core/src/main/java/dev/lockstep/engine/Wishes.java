package dev.lockstep.engine;

import dev.lockstep.model.Action.Delete.Why;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.Fields;
import dev.lockstep.spill.RecordLog;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;

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
      Fields.writePath(out, folder);
      Fields.writeId(out, node.source().stamp().id());
      Fields.writeName(out, replica.name());
      out.writeUTF(replica.kind().name());
      Fields.writeId(out, replica.stamp().id());
      out.writeUTF(why.name());
    });
  }

  /** Whether there is none. */
  boolean isEmpty() {
    return log.count() == 0;
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
    RelativePath folder = Fields.readPath(in);
    FileId source = Fields.readId(in);
    Name name = Fields.readName(in);
    Kind kind = Kind.valueOf(in.readUTF());
    FileId id = Fields.readId(in);
    return new Wish(folder, source, name, kind, id, Why.valueOf(in.readUTF()));
  }
}
