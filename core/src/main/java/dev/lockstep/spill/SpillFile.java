package dev.lockstep.spill;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file for what memory does not hold. It has no name worth knowing and is removed when it is
 * closed.
 */
final class SpillFile implements Closeable {
  private final FileChannel channel;
  private long end;

  private SpillFile(FileChannel channel) {
    this.channel = channel;
  }

  static SpillFile create(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "lockstep-", ".spill");
    return new SpillFile(
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  /** Where the next byte will go. */
  long end() {
    return end;
  }

  /** Writes these bytes at the end, all of them or, where that fails, none. */
  void append(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
    long at = end;
    while (rest.hasRemaining()) {
      at += channel.write(rest, at);
    }
    end = at;
  }

  /**
   * Reads as much as there is up to a limit, at most a bufferful; at least one byte if the limit
   * allows.
   */
  int read(byte[] buffer, long from, long limit) throws IOException {
    int wanted = (int) Math.min(buffer.length, limit - from);
    int got = channel.read(ByteBuffer.wrap(buffer, 0, wanted), from);
    if (got < 0) {
      throw new EOFException("a spill file ends before what was written to it");
    }
    return got;
  }

  /** All that was appended so far. Closing the stream closes the file, so who reads leaves it. */
  InputStream fromTheBeginning() throws IOException {
    channel.position(0);
    return Channels.newInputStream(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
