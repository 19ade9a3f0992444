package dev.lockstep.fs.nio;

import dev.lockstep.fs.ReadableFile;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** A file opened by its path. */
final class NioReadableFile implements ReadableFile {
  private final SeekableByteChannel channel;
  private final Attributes attributes;
  private final Path path;
  private final Name name;

  NioReadableFile(SeekableByteChannel channel, Attributes attributes, Path path, Name name) {
    this.channel = channel;
    this.attributes = attributes;
    this.path = path;
    this.name = name;
  }

  /**
   * Looks at the path, since NIO cannot look at what is open.
   *
   * <p>RACE: another file that took the path's place is described instead; its identity tells. One
   * that was there while the file was opened and is gone again goes unnoticed.
   */
  @Override
  public Entry.File entry() throws IOException {
    Found found = attributes.look(path);
    Kinds.require(Kind.FILE, found.kind(), path);
    return found.asFile(name);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(buffer, offset, length));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
