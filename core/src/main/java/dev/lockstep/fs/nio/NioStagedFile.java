package dev.lockstep.fs.nio;

import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** A staged file, open for writing until its metadata or its commit. */
final class NioStagedFile implements StagedFile {
  private final SeekableByteChannel channel;
  private final Staging staging;
  private final MetadataWriter writer;

  NioStagedFile(SeekableByteChannel channel, Staging staging, MetadataWriter writer) {
    this.channel = channel;
    this.staging = staging;
    this.writer = writer;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw Shortage.of(e);
    }
  }

  /**
   * A path that is flushed later may lead elsewhere by then, so the file is written through now.
   */
  @Override
  public void prepareFlush() throws IOException {
    if (channel instanceof FileChannel file) {
      file.force(true);
    }
  }

  /** The metadata come by a path, and are kept in order with the commit by the file system. */
  @Override
  public void flushWithMetadata() throws IOException {
    prepareFlush();
  }

  /** Ends the writing first, since closing a file may give some file systems' files a new time. */
  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    channel.close();
    writer.write(staging.path(), Kind.FILE, metadata);
  }

  @Override
  public void commit() throws IOException {
    channel.close();
    staging.commit();
  }

  @Override
  public Name commitDisplacing() throws IOException {
    channel.close();
    return staging.commitDisplacing();
  }

  @Override
  public Optional<Stamp> stamp() throws IOException {
    return staging.stamp();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      staging.discard();
    }
  }
}
