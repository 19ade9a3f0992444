package dev.lockstep.guard;

import dev.lockstep.fs.RootState;
import dev.lockstep.model.FileId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second run away from a replica: a locked file in the state folder, named after the
 * replica's folder itself, so that it does not matter by which path it was reached. The lock dies
 * with the process, the file stays.
 *
 * <p>Runs that use different state folders do not see each other.
 */
public final class ReplicaLock implements Closeable {
  private static final int MOST_HOLDER_BYTES = 200;

  private final FileChannel channel;
  private final FileLock lock;

  private ReplicaLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /** What came of asking for the lock. */
  public sealed interface Outcome {
    /** It was had; closing it lets go. */
    record Held(ReplicaLock lock) implements Outcome {}

    /**
     * Another one has it.
     *
     * @param who in words such as {@code pid 17 since 2026-01-01T00:00:00Z}
     */
    record HeldBy(String who) implements Outcome {}
  }

  /**
   * Asks for the lock; does not wait.
   *
   * @param stateFolder made if it is missing
   * @param replica which folder is to be locked, by its own identity or, without one, by its real
   *     path
   * @param now tells others since when it is held
   * @throws IOException if the state folder cannot be written
   */
  public static Outcome tryLock(Path stateFolder, RootState.Folder replica, Instant now)
      throws IOException {
    Path folder = Files.createDirectories(stateFolder.resolve("locks"));
    Path file = folder.resolve(key(replica) + ".lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = readHolder(channel);
        channel.close();
        return new Outcome.HeldBy(holder);
      }
      writeHolder(channel, now);
      return new Outcome.Held(new ReplicaLock(channel, lock));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    }
  }

  private static String key(RootState.Folder replica) {
    FileId id = replica.id();
    return id.isKnown()
        ? "%x-%x".formatted(id.fileSystem(), id.inode())
        : UUID.nameUUIDFromBytes(replica.realPath().toString().getBytes(StandardCharsets.UTF_8))
            .toString();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another mirror of this very process has it.
      return null;
    }
  }

  private static void writeHolder(FileChannel channel, Instant now) throws IOException {
    String holder =
        "pid %d since %s\n"
            .formatted(ProcessHandle.current().pid(), now.truncatedTo(ChronoUnit.SECONDS));
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static String readHolder(FileChannel channel) throws IOException {
    ByteBuffer holder = ByteBuffer.allocate(MOST_HOLDER_BYTES);
    channel.read(holder, 0);
    String text =
        new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII).strip();
    // RACE: the holder may be about to write its name; at worst it is not named.
    return text.isEmpty() ? "another process" : text;
  }
}
